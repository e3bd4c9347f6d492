"""Whether the service is up. No sign-in, no data."""

from fastapi import APIRouter

router = APIRouter(tags=["health"])


@router.get("/health")
def health() -> dict[str, str]:
    """Says ok once the service answers; nothing about data."""
    return {"status": "ok"}
