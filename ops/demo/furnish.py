"""What a start in demo mode adds: the city, once; the password wished for; the integrator's grant for this run."""

from ops.demo.accounts import ACCOUNTS
from ops.demo.desks import CITY, WARD
from ops.home import wanted_demo_password
from ops.installation import Installation
from ops.integrators import DEMO_INTEGRATOR, grant
from ops.places import of_installation
from ops.progress import Progress


async def furnish(installation: Installation, progress: Progress) -> None:
    """Fill on the first start; on every start write down where the integrator finds this run."""
    places = of_installation(installation)
    home, wanted = installation.home, wanted_demo_password()
    if not home.demo_filled.exists():
        from ops.demo.fill import fill

        await fill(installation, places, progress)
    elif wanted and wanted != home.demo_password():
        from ops.demo.passwords import renew

        await renew(home, installation.ports, list(ACCOUNTS), wanted)
    await grant(installation, places, name=DEMO_INTEGRATOR, ward_path=f"{CITY}.{WARD}")
