"""Check before anything is opened what can be known to be wrong. A check creates no file and no folder."""

import errno
import os
import socket
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

from bot.cli.fault import Fault
from storage import postgres
from storage.lease import file_of

LONGEST_NAME, LONGEST_ENDING = 255, "-journal"
"""The longest file name in bytes, on all usual file systems, and the longest ending of a file beside a database."""
HEAD = b"SQLite format 3\0"
LOCALHOST = "127.0.0.1"
REASONS = {
    errno.EACCES: "没有访问权限", errno.EPERM: "没有访问权限", errno.EROFS: "所在磁盘为只读", errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称过长", errno.ENOTDIR: "上级路径不是文件夹", errno.ELOOP: "符号链接循环",
    errno.EISDIR: "这是文件夹", errno.EDQUOT: "磁盘配额已用完", errno.EIO: "磁盘读写出错",
    errno.ENOENT: "文件不存在", errno.EEXIST: "已有同名文件", errno.EFBIG: "文件超过系统允许的大小",
}  # fmt: skip
NO_DATABASE = "不是数据库文件，或已损坏"
EMPTY = "文件是空的。请找回原来的文件，或将它移走后运行 duban restore 恢复备份；确需从空白开始的，删除这个空文件"
DRIVER_MESSAGES = {
    "not a database": NO_DATABASE, "malformed": NO_DATABASE, "locked": "正被其他程序占用", "readonly": "没有写入权限",
    "unable to open": "无法打开或创建，请检查路径和权限", "is full": "磁盘已满", "disk I/O": "磁盘读写出错",
    "another program's": "是其他程序的数据库，请核对 DATABASE_URL",
    "program ": "由更高版本的督办写入，请先升级程序", "No module named": "缺少 PostgreSQL 驱动，请安装 duban[postgres]",
    "onnect": "无法连接数据库服务器", "authentication": "用户名或密码不正确", "does not exist": "数据库不存在",
    "Name or service": "找不到数据库服务器",
}  # fmt: skip

SERVER_WORDS = {
    postgres.UNREADABLE_URL: "DATABASE_URL 的格式无法识别",
    postgres.NO_DRIVER: "缺少 PostgreSQL 的驱动，请先执行 make setup-postgres",
}


def reason(error: OSError) -> str:
    """Return the reason in Chinese, for the sentence that ends a command."""
    return REASONS.get(error.errno or 0) or f"系统错误 {error.errno}"


def database(url: str, *, may_be_empty: bool = False) -> None:
    """Raise Fault if there is no SQLite database, and none can be made, at the path of `url`."""
    name = file_of(url)
    if name is None:
        return
    try:
        problem = _problem(name)
    except OSError as error:
        problem = reason(error)
    if problem and not (may_be_empty and problem == EMPTY):
        raise Fault(f"DATABASE_URL 所指的数据库无法使用（{name!r}）：{problem}。")


def _problem(name: str) -> str:
    """Return what is wrong with the path, "" if nothing is. Raises OSError, which is a problem too."""
    if "\0" in name:
        return "路径无效"
    path = Path(os.path.realpath(name))
    if path.is_symlink():  # realpath could not follow it
        return REASONS[errno.ELOOP]
    if Path(name).is_symlink() and not path.exists():
        return f"符号链接所指的文件 {path} 不存在，请检查其所在磁盘是否已挂载"
    if path.is_dir():
        return REASONS[errno.EISDIR]
    return (path.exists() and _problem_of_file(path)) or _problem_of_folder(path)


def _problem_of_folder(path: Path) -> str:
    """Return what is wrong with the folder for `path`, or with the nearest existing folder above it."""
    folder = path.parent
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        return REASONS[errno.ENOTDIR]
    if max(len(os.fsencode(part)) for part in path.relative_to(folder).parts) + len(LONGEST_ENDING) > LONGEST_NAME:
        return REASONS[errno.ENAMETOOLONG]
    with TemporaryFile(dir=folder):  # raises OSError if no file can be made, whatever the permissions say
        return ""


def _problem_of_file(path: Path) -> str:
    if not path.is_file():
        return "不是普通文件"
    if not os.access(path, os.R_OK | os.W_OK):
        return REASONS[errno.EACCES]
    with path.open("rb") as file:
        head = file.read(len(HEAD))
    return EMPTY if not head else "" if head == HEAD else NO_DATABASE


def unusable(words: str) -> str:
    """Return the sentence for a database that could not be opened, from the message of its driver or the migrations."""
    cause = next((cause for part, cause in DRIVER_MESSAGES.items() if part in words), "请检查 DATABASE_URL")
    return f"数据库无法使用：{cause}。"


def unavailable(error: OSError) -> str:
    """The sentence for a database whose lease could not be asked for; on a server, in the words of its driver."""
    return f"数据库无法使用：{SERVER_WORDS.get(str(error), str(error))}"


def port(words: str) -> int:
    """Return the port number that is written in `words`. Raises Fault."""
    if not (words.isascii() and words.isdecimal() and len(words) <= 5 and 1 <= int(words) <= 65535):
        raise Fault("--port 应为1到65535之间的整数。")
    return int(words)


def check_port_is_free(number: int) -> None:
    """Raise Fault if this port can't be used at this moment."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
        try:
            probe.bind((LOCALHOST, number))
            probe.listen()
        except OSError as error:
            raise no_port(number, error) from None


def no_port(number: int, error: OSError) -> Fault:
    problem = "已被占用" if error.errno == errno.EADDRINUSE else f"无法使用（{reason(error)}）"
    return Fault(f"端口 {number} {problem}，请用 --port 另选一个。")
