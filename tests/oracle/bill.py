"""What a plan costs: quantity x times x price, line by line, then design, management and contingency."""

import math

from megawatts import BACKUP_OVER_IT, LEAST_AIR_SHARE, Overhead, counted, firm_substation_mw, plants

ORDINARY_SLAB_KPA = 12
ROUTE_KM_PER_LATERAL_KM = 1.5
# What a MWh, kW or kVA is counted in, against the unit of a price.
PER_QUANTITY = {"USD/kW": 1000, "USD/kWh": 1000}
# The limit that a remedy lifts, whose gap sizes it.
LIFTS = {
    "generators": "backup", "ups": "ups", "liquid-loop": "liquid", "air-plant": "air",
    "heat-rejection": "heat-rejection",
}


# Rows that count MW, by the limit whose MW stand without their work.
COUNTS_MW = {
    "power.transformer-n-1": "substation", "redundancy.standby-generation": "backup", "redundancy.ups": "ups",
    "cooling.liquid-loop": "liquid", "cooling.heat-rejection": "heat-rejection", "cooling.air-handling": "air",
    "cooling.residual-air": "air", "site.land-area": "land",
}
# `list requirements`: `enough: 0`, so no plan has need of it.
EARNS_POINTS_ALONE = {"site.land-extension"}


class Bill:
    """Quantities and costs of the works of a plan for some critical IT MW."""

    def __init__(self, site, target, limits, planned_mw, prices):
        self.site, self.target, self.planned_mw, self.prices = site, target, planned_mw, prices
        self.limits = limits
        self.overhead, self.plants = Overhead(site, target), plants(target)
        self.grid_mw = self.overhead.grid_mw(planned_mw)

    def _pumped_mw(self):
        per_mw = 1000 * self.target["liquid_share"] * self.target["coolant_l_per_min_per_kw"]
        return self.site["cooling"]["loop_flow_l_per_min"] / per_mw

    def gap_mw(self, remedy):
        """Planned MW that don't stand at N+1 yet."""
        stands_mw = self._pumped_mw() if remedy == "loop-pumps" else self.limits[LIFTS[remedy]]
        return max(0, self.planned_mw - stands_mw)

    def stands_mw(self, closes):
        """MW that stand without a work, which the MW beyond them pay: by the rows that count MW, none where none does."""
        def stands(row):
            if row == "cooling.loop-flow":
                return self._pumped_mw()
            if row == "form.campus-plot":
                acres = self.site["land"]["buildable_acres"]
                return self.overhead.it_mw(acres / self.target["land_acres_per_grid_mw"])
            return self.limits[COUNTS_MW[row]] if row in COUNTS_MW else None

        counted = [stands(row) for row in closes if row not in EARNS_POINTS_ALONE]
        stands_mw = min((mw for mw in counted if mw is not None), default=0.0)
        return stands_mw if stands_mw < self.planned_mw else 0.0

    def _kind_racks(self, mw):
        return math.ceil(mw * self.target["accelerator_rack_share"] * 1000 / self.target["rack_kw"] - 1e-6)

    def _racks(self):
        rest_kw = self.planned_mw * (1 - self.target["accelerator_rack_share"]) * 1000
        return self._kind_racks(self.planned_mw) + math.ceil(rest_kw / self.target["support_rack_kw"] - 1e-6)

    def _transformers(self):
        """Units to add, of the largest size, until the planned grid MW stand with one out."""
        size_mva = max(bank["mva"] for bank in self.site["substation"]["transformers"])
        short_mva = (self.grid_mw - firm_substation_mw(self.site)) / self.site["power"]["power_factor"]
        if self.site["substation"]["owner"] == "customer":
            stands_mva = sum(count * mva for count, mva in counted(self.site["substation"]["transformers"], "mva"))
            short_mva = self.grid_mw / self.site["power"]["power_factor"] + size_mva - stands_mva
        return max(0, math.ceil(short_mva / size_mva - 1e-9)), size_mva

    def _bought_mw(self, kind, remedy):
        return self.plants[kind].bought_mw(self.gap_mw(remedy))

    def _cooled_mw(self, part, mw):
        """Plant of the design day, spared as coolers in blocks are."""
        spared = self.plants["heat-rejection"].bought_mw(mw) / mw
        return self.overhead.plant_mw(mw)[part] * spared

    def _acres(self):
        return self.grid_mw * self.target["land_acres_per_grid_mw"]

    def _missing_acres(self, in_place):
        held = self.site["land"]["area_acres" if in_place else "buildable_acres"]
        return max(0, self._acres() - held)

    def _missing_count(self, remedy):
        asked, stands = {
            "carrier-choice": (self.target["carriers"], self.site["fiber"]["carriers"]),
            "meet-me-rooms": (self.target["meet_me_rooms"], self.site["fiber"]["meet_me_rooms"]),
        }[remedy]
        return max(0, asked - stands)

    def _missing_fuel_mwh(self):
        engines = self.site["redundancy"]["generators"]
        held = sum(group["count"] * group["mw"] * group["fuel_hours"] for group in engines)
        return max(0, self.planned_mw * BACKUP_OVER_IT * self.target["fuel_hours"] - held)

    def quantity(self, name, remedy, in_place):
        """How much of a thing a remedy takes; `explain` of the remedy names it."""
        target, planned = self.target, self.planned_mw
        liquid = target["liquid_share"]
        hall_m2 = planned * target["area_m2_per_mw"]
        amounts = {
            "once": lambda: 1,
            "planned-mw": lambda: planned,
            "gap-mw": lambda: self.gap_mw(remedy),
            "liquid-gap-mw": lambda: self.gap_mw(remedy) * liquid,
            "air-gap-mw": lambda: self.gap_mw(remedy) * max(1 - liquid, LEAST_AIR_SHARE),
            "engine-mw": lambda: self._bought_mw("backup", remedy),
            "ups-mw": lambda: self._bought_mw("ups", remedy),
            "cdu-mw": lambda: self._bought_mw("liquid", remedy),
            "air-handler-mw": lambda: self._bought_mw("air", remedy),
            "cooler-mw": lambda: self._cooled_mw("coolers", self.gap_mw(remedy)),
            "air-chiller-mw": lambda: self._cooled_mw("air", self.gap_mw(remedy)),
            "trim-mw": lambda: self._cooled_mw("trim", planned),
            "missing-mva": lambda: math.prod(self._transformers()),
            "missing-units": lambda: self._transformers()[0],
            "lateral-km": lambda: self.site["fiber"]["lateral_km"],
            "route-km": lambda: self.site["fiber"]["lateral_km"] * ROUTE_KM_PER_LATERAL_KM,
            "planned-acres": self._acres,
            "missing-acres": lambda: self._missing_acres(in_place),
            "hall-m2": lambda: hall_m2,
            "floor-load": lambda: hall_m2 * max(0, target["floor_load_kpa"] - ORDINARY_SLAB_KPA),
            "feed-mw": lambda: planned * target["feed_headroom"],
            "dc-mw": lambda: planned * target.get("dc_share", 0),
            "racks": self._racks,
            "liquid-racks": lambda: self._kind_racks(self.gap_mw(remedy)) if liquid else 0,
            "accelerators": lambda: self._kind_racks(planned) * target["accelerators_per_rack"],
            "missing-count": lambda: self._missing_count(remedy),
            "fuel-mwh": self._missing_fuel_mwh,
        }
        return amounts[name]()

    def lines(self, remedy, lines, in_place):
        """Amount and M$ of every line of a remedy that takes anything."""
        rows = []
        for line in lines:
            price = self.prices[line["price"]]
            amount = self.quantity(line["quantity"], remedy, in_place) * line["times"]
            musd = amount * price["mode"] * PER_QUANTITY.get(price["unit"], 1) / 1e6
            rows.append((line["price"], amount, musd))
        return rows

    def with_soft_costs_musd(self, works_musd):
        """Works, design and management on them, contingency on both."""
        share = lambda name: self.prices[name]["mode"] / 100
        return works_musd * (1 + share("design-and-management")) * (1 + share("contingency"))


def on_site(price, place, works_factor):
    """explain works_factor: what place and hardware make of a price's local share."""
    return 1 + price["local"] * (place * works_factor - 1)
