"""Sentences that more than one command says."""

STRANGER = "您好，这里是督办系统，仅供受邀人员使用。如需使用，请联系本单位督办员获取邀请链接。"
IN_PRIVATE = "请在私聊中办理，点“打开督办”进入。"
NO_PLAN = "尚未导入工作要点，请联系督办员。"
CHANGED = "情况已有变化，您的操作未保存，以下为最新状态。"
