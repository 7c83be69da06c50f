"""成果材料 in talk: sent with a report, before 提交, alone or in an album; looked at, taken back, refused."""
