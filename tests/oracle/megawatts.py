"""From grid to critical IT megawatts: `rackready explain` of power.grid-to-it, the N+1 metrics and capacity.today-mw."""

import math

HOURS_PER_YEAR = 8760
ZERO_C_IN_K = 273.15
BACKUP_OVER_IT = 1.25
LEAST_AIR_SHARE = 0.05
# explain capacity.line-mw: MVA that a line carries at some kV, straight between.
LINE_MVA_BY_KV = {
    4.16: 3.5, 12.47: 13, 24.9: 20, 34.5: 30, 69: 120, 115: 200, 138: 250, 230: 500, 345: 1200, 500: 2500, 765: 5000,
}
# explain redundancy.backup-n1-mw and its like: sizes on the market, and how many carry a block at most.
ENGINES = ([0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5], 4)
UPS = ([0.25, 0.5, 1, 1.25, 1.5, 2, 2.5], 4)
CDUS = ([0.6, 1, 1.35, 2, 2.6], 6)
AIR_HANDLERS = ([0.05, 0.1, 0.15, 0.2, 0.3, 0.5], 8)
COOLERS = ([0.25, 0.5, 1, 1.5, 2, 2.5], 6)


def units_up(mw, unit_mw):
    """Whole units that carry some MW."""
    return math.ceil(mw / unit_mw - 1e-9)


class Overhead:
    """What a MW of critical IT takes of the grid on the design day of a site."""

    DISTRIBUTION_AND_UPS, TRANSFORMERS = 0.05, 0.02
    PUMPS, AIR_HANDLERS, AUXILIARY, RESERVE = 0.02, 0.045, 0.02, 0.1
    CHILLER_FANS, COOLER_FANS = 0.04, 0.02
    WATER_M3_PER_DAY_PER_MW = 44

    def __init__(self, site, target):
        cooling = site["cooling"]
        self.dry_bulb_c = cooling["design_dry_bulb_c"]
        self.wet_bulb_c = cooling["design_wet_bulb_c"]
        self.density = 1 - 0.01 * site["land"]["elevation_m"] / 100
        self.trim_share = cooling["trim_share"]
        self.liquid = target["liquid_share"]
        self.air = 1 - self.liquid + self.DISTRIBUTION_AND_UPS
        self.liquid_accepts_c = target.get("supply_limit_c", 0) - target["cdu_approach_k"]
        self.liquid_rise_k = 14.5 / target["coolant_l_per_min_per_kw"] if self.liquid else math.inf
        # 60 s over 4.15 kJ for each liter and kelvin, which the page rounds to 14.5.
        self.liquid_rise_k *= 60 / 4.15 / 14.5
        self.air_accepts_c = target["air_inlet_c"] - 5
        self.dry_water_c = self.dry_bulb_c + target["dry_cooler_approach_k"]
        dry, wet = self._day(self.dry_water_c), self._day(min(self.dry_water_c, self.wet_bulb_c + 5))
        self.dry, self.wet = dry, wet
        kept_from_chillers = wet["uncooled"] - dry["uncooled"]
        water = cooling["water_m3_per_day"] / self.WATER_M3_PER_DAY_PER_MW
        self.watered_mw = water / kept_from_chillers if kept_from_chillers > 1e-9 else math.inf

    def _chiller(self, accepts_c):
        evaporating_c = accepts_c - 4
        lift_k = max(self.dry_bulb_c + 15 - evaporating_c, 12)
        return lift_k / (0.6 * (evaporating_c + ZERO_C_IN_K)) + self.CHILLER_FANS / self.density

    def _day(self, water_c):
        """MW for each MW of critical IT: heat of each loop for chillers, heat without, and grid in all."""
        chilled_liquid = self.liquid * min(1, max(0, water_c - self.liquid_accepts_c) / self.liquid_rise_k)
        chilled_air = self.air * min(1, max(0, water_c - self.air_accepts_c) / 10)
        uncooled = self.liquid + self.air - chilled_liquid - chilled_air
        drawn = (
            1 + self.DISTRIBUTION_AND_UPS + self.TRANSFORMERS + self.AUXILIARY
            + self.PUMPS * self.liquid + self.AIR_HANDLERS * self.air
            + chilled_liquid * self._chiller(self.liquid_accepts_c) + chilled_air * self._chiller(self.air_accepts_c)
            + uncooled * self.COOLER_FANS / self.density
        )
        return {
            "liquid": chilled_liquid, "air": chilled_air, "uncooled": uncooled,
            "grid": drawn * (1 + self.RESERVE),
        }

    def it_mw(self, grid_mw):
        """Critical IT that some grid MW carry: with water as far as it reaches, the rest dry."""
        watered = min(grid_mw / self.wet["grid"], self.watered_mw)
        return watered + (grid_mw - watered * self.wet["grid"]) / self.dry["grid"]

    def grid_mw(self, it_mw):
        """Grid that some critical IT takes."""
        watered = min(it_mw, self.watered_mw)
        return watered * self.wet["grid"] + (it_mw - watered) * self.dry["grid"]

    def plant_mw(self, it_mw):
        """Rated MW of plant for some critical IT: chillers of the liquid loop, those of the air, coolers for the rest."""
        watered = min(it_mw, self.watered_mw)
        both = lambda part: watered * self.wet[part] + (it_mw - watered) * self.dry[part]
        hot = 1 - 0.008 * max(0, self.dry_bulb_c - 35)
        thin = lambda share: 1 - share * (1 - self.density)
        trim = max(0, both("liquid") - it_mw * self.liquid * self.trim_share)
        return {
            "trim": trim / (hot * thin(0.2)), "air": both("air") / (hot * thin(0.2)),
            "coolers": both("uncooled") / thin(0.75),
        }


class Blocks:
    """Plant that stands in blocks, each with a unit to spare."""

    def __init__(self, target, over_it, sizes):
        if not target["spare_in_each_block"]:
            raise SystemExit("the oracle knows tenants alone that ask a spare in each block")
        self.block_mw, self.over_it = target["block_mw"] * over_it, over_it
        self.sizes_mw, self.most_in_block = sizes

    def carried_it_mw(self, groups):
        """Critical IT that groups carry; a block is never smaller than a unit, the last as large as its units."""
        carried = 0
        for count, unit_mw in groups:
            block_mw = max(self.block_mw, unit_mw)
            of_block = units_up(block_mw, unit_mw) + 1
            blocks, rest = divmod(math.floor(count), of_block)
            carried += blocks * block_mw + min(max(rest - 1, 0) * unit_mw, block_mw)
        return carried / self.over_it

    def _sizes(self):
        few = [size for size in self.sizes_mw if units_up(self.block_mw, size) <= self.most_in_block]
        return few or self.sizes_mw[-1:]

    def bought_mw(self, it_mw):
        """MW of the units bought so that some more critical IT is carried: the size that makes the least in all."""
        if it_mw <= 1e-9:
            return 0.0

        def nameplate(unit_mw):
            block_mw = max(self.block_mw, unit_mw)
            whole, rest_mw = divmod(it_mw * self.over_it + 1e-9, block_mw)
            last = units_up(rest_mw, unit_mw) + 1 if rest_mw > 1e-6 else 0
            return (whole * (units_up(block_mw, unit_mw) + 1) + last) * unit_mw

        return min(map(nameplate, self._sizes()))

    def within_it_mw(self, nameplate_mw):
        """Critical IT that new units of one size carry whose nameplates come to so many MW at most."""
        return max(self.carried_it_mw([(nameplate_mw / size + 1e-9, size)]) for size in self._sizes())


def plants(target):
    """Every kind of plant in blocks."""
    liquid, air = target["liquid_share"], max(1 - target["liquid_share"], LEAST_AIR_SHARE)
    return {
        "backup": Blocks(target, BACKUP_OVER_IT, ENGINES), "ups": Blocks(target, 1, UPS),
        "liquid": Blocks(target, liquid, CDUS) if liquid else None,
        "air": Blocks(target, air, AIR_HANDLERS), "heat-rejection": Blocks(target, 1, COOLERS),
    }


def grid_right_mw(power):
    """explain power.grid-right-mw."""
    agreed = sum(step["mw"] for step in power["expansion"] if step["readiness"] == "agreed")
    return max(power["approved_mw"], power["contracted_mw"], power["energized_mw"]) + agreed


def without_largest_mw(groups):
    """MW of groups with one of the largest units out."""
    return sum(count * mw for count, mw in groups) - max((mw for _, mw in groups), default=0)


def firm_grid_mw(power):
    """explain capacity.firm-supply-mw."""
    if power["firmness"] == "firm":
        return grid_right_mw(power)
    behind_meter = 0
    if power["connection"] == "behind-the-meter":
        behind_meter = power["standby_mw"] + without_largest_mw(counted(power["onsite_plant"]))
    return min(grid_right_mw(power), power["firming_mw"] + behind_meter)


def firm_substation_mw(site):
    """explain substation.firm-mw."""
    bank = site["substation"]
    if bank["owner"] != "customer":
        return bank["service_firm_mw"]
    return without_largest_mw(counted(bank["transformers"], "mva")) * site["power"]["power_factor"]


def counted(groups, unit="mw"):
    """Groups of a site as count and size."""
    return [(group["count"], group[unit]) for group in groups]


def line_mva(kv):
    """What one line carries."""
    points = sorted(LINE_MVA_BY_KV.items())
    for (low_kv, low), (high_kv, high) in zip(points, points[1:]):
        if low_kv <= kv <= high_kv:
            return low + (high - low) * (kv - low_kv) / (high_kv - low_kv)
    raise SystemExit(f"no line of {kv} kV")


def ups_it_mw(groups, blocks):
    """Half of 2N, all of rack batteries, blocks of N+1, none of N."""
    share = {"2n": 0.5, "rack-battery": 1.0}
    whole = sum(g["count"] * g["mw"] * share[g["topology"]] for g in groups if g["topology"] in share)
    spared = [g for g in groups if g["topology"] not in (*share, "n")]
    return whole + blocks.carried_it_mw(counted(spared))


def limits_it_mw(site, target):
    """Every limit: those of today, and those that no work lifts."""
    power, cooling, land = site["power"], site["cooling"], site["land"]
    overhead, plant = Overhead(site, target), plants(target)
    hall = site["halls"][0]
    rack_kw = min(hall["rack_kw"], target["rack_kw"])
    engines = counted(site["redundancy"]["generators"])
    today = {
        "energized": overhead.it_mw(power["energized_mw"]),
        "firm": overhead.it_mw(firm_grid_mw(power)),
        "substation": overhead.it_mw(firm_substation_mw(site)),
        "halls": hall["count"] * min(hall["area_m2"] / target["area_m2_per_mw"], hall["racks"] * rack_kw / 1000),
        "heat-rejection": plant["heat-rejection"].carried_it_mw(counted(cooling["plant"])),
        "air": plant["air"].carried_it_mw(counted(cooling["air_handlers"])),
        "backup": plant["backup"].carried_it_mw(engines),
        "ups": ups_it_mw(site["redundancy"]["ups"], plant["ups"]),
    }
    if plant["liquid"]:
        today["liquid"] = plant["liquid"].carried_it_mw(counted(cooling["cdus"]))
    if power["connection"] == "grid":
        today["voltage"] = overhead.it_mw(power["feeds"] * line_mva(power["voltage_kv"]) * power["power_factor"])
    cap_mw = min(permit["cap_mw"] for permit in site["permits"] if permit["kind"] == "air")
    no_permit_mw = power["firming_mw"] + without_largest_mw(counted(power["onsite_plant"]))
    acres_per_grid_mw = target["land_acres_per_grid_mw"]
    ceiling = {
        # Of the three sites none is left with power that can't be made firm.
        "grid": overhead.it_mw(grid_right_mw(power)),
        "land": overhead.it_mw((land["area_acres"] + land["obtainable_acres"]) / acres_per_grid_mw),
        "engines": plant["backup"].within_it_mw(cap_mw) + no_permit_mw / BACKUP_OVER_IT,
    }
    return today, ceiling


def planned_it_mw(site, target, ceiling, in_place):
    """The smallest ceiling, and the ground of the route: a hall's floor, or land to build on."""
    if in_place:
        ground = site["halls"][0]["count"] * site["halls"][0]["area_m2"] / target["area_m2_per_mw"]
    else:
        acres = site["land"]["buildable_acres"] + site["land"]["obtainable_acres"]
        ground = Overhead(site, target).it_mw(acres / target["land_acres_per_grid_mw"])
    return min(ground, *ceiling.values())
