import os

from celery import Celery

queue = Celery("newsletter", broker=os.environ.get("REDIS_URL", "redis://localhost:6379/0"))
queue.conf.beat_schedule = {
    "every-minute": {"task": "newsletter.tasks.deliver", "schedule": 60.0, "args": ("everyone",)},
}


@queue.task
def deliver(recipient: str) -> None:
    print(f"Delivered to {recipient}", flush=True)
