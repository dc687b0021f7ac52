"""A throwaway Redis server that a test may also stop and start again."""

import shutil
import subprocess

from supervise import die_with_parent
from tests.services_fixture.session import free_port, wait_until


def binary() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


class Server:
    """Keeps its port over a stop and a start; keeps nothing else."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = binary()
        if program is None:
            raise FileNotFoundError("Redis is not installed")
        command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent())
        wait_until(self._answers, "Redis to answer")

    def stop(self) -> None:
        """Killed, not asked: what it held is lost, as in a crash."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        import redis

        client = redis.Redis(port=self.port)
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()
