"""What a shape of a map is: a closed list, in the order in which they lie over each other and stand in legends."""

from enum import StrEnum, unique


@unique
class Layer(StrEnum):
    """The kind of a feature of a chart."""

    LAND = "land"

    # waters of states
    EEZ = "eez"
    CONTIGUOUS = "contiguous"
    TERRITORIAL = "territorial"
    OWN = "own"  # of a nation, in which attacks are counted for it

    # areas, by what is done in them
    AREA = "area"  # nothing that is drawn
    HARMLESS = "harmless"  # boats and ships that roam or fish
    PATROLLED = "patrolled"  # units roam, fly or have their sector there
    HUNTED = "hunted"  # by pirates and attackers

    # lines
    LANE = "lane"
    ROUTE = "route"  # of merchant ships and boats, without a lane
    LINE = "line"
    REACH = "reach"  # of aircraft that ships carry
    BEAT = "beat"
    TRACK = "track"  # the route of a patrol

    # places
    POST = "post"  # of a patrol
    PORT = "port"  # of patrols
    AIRFIELD = "airfield"
    BASE = "base"  # of pirates, smugglers and attackers
    LANDING = "landing"  # of cargoes
    TERMINAL = "terminal"  # that is attacked
    ANCHORAGE = "anchorage"  # of ships that were taken
    SANCTUARY = "sanctuary"  # of smugglers
    PLACE = "place"
