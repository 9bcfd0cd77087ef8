#!/usr/bin/env python3
"""Holds the program to numbers that were reckoned without it.

    python3 tests/oracle/compare.py target/debug/rackready

Three sites of `sites/`, with everything that they leave open made up, so that nothing is left to draw but how long works
take: their megawatts, what their plan costs, what their mine leaves and what a lease is worth, each written from README,
the pages that it links and what `rackready explain` and `list` say. Ends with 1 and a table of what differs.
"""

import json
import pathlib
import sys

import numpy as np

import lease
import mining
from bill import Bill, on_site
from megawatts import limits_it_mw, planned_it_mw
from program import Program, mean, middle

SITES = sorted(pathlib.Path(__file__).parent.joinpath("sites").glob("*.json"))
# Reports round to three places; flows hang on months that are rounded so.
ROUNDING = 6e-4
MUSD_OF_FLOWS = 0.05
# A market that stands still: no course, no default, machines that are neither renewed nor scrapped.
STILL = {
    "price-volatility": 0, "price-drift": 0, "difficulty-volatility": 0, "efficiency-gain": 0, "power-volatility": 0,
    "gpu-price-volatility": 0, "default-hyperscaler": 0, "default-backstopped": 0, "default-neocloud": 0,
    "power-growth": 0, "cost-inflation": 0, "halving-next": 2099, "difficulty-half-life": 100, "machine-resale-fall": 0,
    "new-machine": 30, "new-machine-price": 1000, "machine-life": 100, "marginal-machine": 21.5,
}


class Differences:
    """What was compared, and what differs."""

    def __init__(self):
        self.count, self.rows = 0, []

    def hold(self, site, what, expected, got, within=ROUNDING):
        """One number or word against another; nothing against a number differs."""
        self.count += 1
        numbers = isinstance(expected, (int, float)) and isinstance(got, (int, float))
        close = abs(expected - got) <= within + 1e-6 * abs(expected) if numbers else expected == got
        if not close:
            self.rows.append((site, what, expected, got))

    def report(self):
        """Prints the table; whether all agree."""
        for site, what, expected, got in self.rows:
            print(f"{site:10} {what:58} oracle {expected}   program {got}")
        print(f"{self.count} numbers compared, {len(self.rows)} differ")
        return not self.rows


def point(entry, figure):
    """A figure of a market that is the same in every draw."""
    return {
        "quantity": entry["id"], "what": entry["what"], "unit": entry["unit"], "low": figure, "likely": figure,
        "high": figure, "dated": entry["dated"], "basis": "assumed", "note": "a point",
    }


def still_market(program):
    """The figures of a market that stands still, and the file that says so."""
    figures, pages = {}, []
    for name, entry in program.listed("market").items():
        # Beside the figures, which follow a law, the list holds correlations, machines and places.
        if entry["law"] is None:
            continue
        figures[name] = STILL.get(name, entry["likely"])
        pages.append(entry)
    # Difficulty rests where the miner at the margin just earns its cost.
    figures["marginal-cost"] = mining.hashprice_usd(figures) / (0.024 * figures["marginal-machine"])
    content = {"version": "still", "as_of": "2026-07", "figures": [point(e, figures[e["id"]]) for e in pages]}
    return figures, program.file("market.json", content)


def point_prices(program):
    """The likely price of everything, and the file that says so."""
    prices = program.listed("prices")
    same = [
        {"id": name, **dict.fromkeys(("low", "mode", "high"), price["mode"]), "source": "a point"}
        for name, price in prices.items()
    ]
    return prices, program.file("prices.json", {"version": "points", "prices": same})


def hold_megawatts(site, target, got, hold):
    """Every limit, what binds, and what is planned."""
    today, ceiling = limits_it_mw(site, target)
    limits = {limit["id"]: middle(limit["mw"]) for limit in got["capacity"]["limits"]}
    for limit in sorted({*today, *ceiling, *limits}):
        hold(f"limit {limit}, MW IT", {**today, **ceiling}.get(limit), limits.get(limit))
    binding = lambda of: " ".join(sorted(name for name, mw in of.items() if mw <= min(of.values()) + 1e-9))
    hold("binds today", binding(today), " ".join(sorted(got["capacity"]["binding"])))
    hold("binds in the end", binding(ceiling), " ".join(sorted(got["capacity"]["binding_ceiling"])))
    in_place = got["route"]["word"] == "in-place"
    planned_mw = planned_it_mw(site, target, ceiling, in_place)
    hold("MW today", min(today.values()), middle(got["capacity"]["today_mw"]))
    hold("MW planned", planned_mw, middle(got["capacity"]["planned_mw"]))
    return {**today, **ceiling}, planned_mw, in_place


def hold_bill(program, bill, got, in_place, hold):
    """Every line of every work, and the totals."""
    totals = dict.fromkeys(("owner", "tenant", "utility"), 0.0)
    for work in got["plan"]["works"]:
        name = work["remedy"]
        lines, _ = program.lines(name)
        expected = {price: (amount, musd) for price, amount, musd in bill.lines(name, lines, in_place)}
        # A line that is all of its work leaves the cost to it.
        cost = lambda line: middle(line.get("cost_musd", work.get("cost_musd", 0)))
        listed = {line["price"]: (line["quantity"], cost(line)) for line in work.get("lines", [])}
        for price in sorted({*expected, *listed}):
            amounts = zip(("amount", "M$"), expected.get(price, (0, 0)), listed.get(price, (0, 0)))
            for what, one, other in amounts:
                hold(f"{name}: {what} of {price}", one, other)
        totals[work.get("payer", "owner")] += sum(musd for _, musd in expected.values())
    owner_musd = bill.with_soft_costs_musd(totals["owner"])
    shown = got["plan"]["totals"]
    hold("owner's works, M$", totals["owner"], middle(shown["owner_works_musd"]))
    hold("owner's total, M$", owner_musd, middle(shown["owner_musd"]))
    hold("owner's total, M$ a MW", owner_musd / bill.planned_mw, middle(shown["owner_per_mw_musd"]))
    for payer in ("tenant", "utility"):
        hold(f"{payer}'s works, M$", totals[payer], middle(shown[f"{payer}_musd"]))
    return owner_musd


def hold_place(program, target, prices, got, hold):
    """Site labor and works of the place in every line, at the built-in prices."""
    region = program.listed("regions")[got["plan"]["site_works"]["region"]]
    for line in (line for work in got["plan"]["works"] for line in work.get("lines", [])):
        factor = on_site(prices[line["price"]], region["likely"], target["works_factor"])
        hold(f"{line['price']}: site labor and works", factor, line.get("on_site", 1))


def grid_steps(power, start):
    """Months after a date and the grid MW that are live from then on: all of today's right by its date, agreed expansion."""
    months = lambda date: 12 * (int(date[:4]) - int(start[:4])) + int(date[5:7]) - int(start[5:7])
    right = max(power["approved_mw"], power["contracted_mw"], power["energized_mw"])
    steps = [(months(power["fully_energized_on"]), right)]
    more = right
    for step in power["expansion"]:
        if step["readiness"] == "agreed":
            more += step["mw"]
            steps.append((months(step["date"]), more))
    return steps


def live_grid_mw(power, start):
    """Grid MW that are live some months after a date."""
    steps = grid_steps(power, start)
    return lambda month: max([power["energized_mw"], *(mw for from_month, mw in steps if from_month <= month)])


def sold_mw(power, start, rate):
    """Grid MW that a buyer pays for: what comes later counts as much less as the wait takes at a rate a year."""
    live, sold = power["energized_mw"], power["energized_mw"]
    for month, mw in grid_steps(power, start):
        sold += (mw - live) * (1 + rate) ** (-month / 12)
        live = mw
    return sold


def bulk_month(tranches):
    """Month in which nine tenths of the megawatts are live."""
    bulk = 0.9 * tranches[-1]["mw"]
    return next(tranche["month"] for tranche in tranches if tranche["mw"] >= bulk - 1e-9)


def lots_of(program, site, bill, got, owner_musd, in_place):
    """Blocks of the plan in the one draw, with the weeks that its works take there."""
    works = []
    for work in got["plan"]["works"]:
        if work.get("payer", "owner") != "owner":
            continue
        _, steps = program.lines(work["remedy"])
        installing = steps.get("install", 0) + steps.get("commission", 0)
        works.append((middle(work["cost_musd"]), bill.stands_mw(work["closes"]), middle(work["weeks"]), installing))
    tranches = got["capacity"]["tranches"]
    prepaid = site["tenancy"]["prepaid_capex_musd"]
    lots = lease.blocks([(t["mw"], middle(t["months"])) for t in tranches], works, owner_musd - prepaid)
    live = live_grid_mw(site["power"], site["as_of"])
    lease.end_miners(lots, site["mining"]["fleet_mw"], in_place, live, bill.overhead.grid_mw)
    return lots, lease.horizon_quarters(bulk_month(tranches), site["tenancy"]["term_years"])


def hold_money(site, market, lots, quarters, got, hold):
    """The mine, the lease and the sale."""
    money = got["economics"]
    ways = {way["id"]: way for way in money["alternatives"]}
    years = {flow["id"]: [mean(year) for year in flow["years_musd"]] for flow in money["cash_flow"]}
    site_musd = mean(money["grid_mw"]) * lease.site_musd_per_mw(mean(got["score"]), market)
    fleet_mw = site["mining"]["fleet_mw"]

    hold("years to the horizon", quarters / 4, money["years"])
    mine = {
        "mining": np.full(quarters, fleet_mw * mining.margin_musd_per_mw_year(site, market) / 4),
        "site": np.append(np.zeros(quarters - 1), site_musd),
    }
    leased = lease.flows_musd(site, market, lots, site_musd, quarters)
    for way, flows in (("mine", mine), ("lease", leased)):
        hold(f"{way}: NPV, M$", lease.worth_musd(flows, market), mean(ways[way]["npv_musd"]), MUSD_OF_FLOWS)
        for year, (one, other) in enumerate(zip(lease.by_year(flows), years[way], strict=True), 1):
            hold(f"{way}: M$ of year {year}", one, other, MUSD_OF_FLOWS)
    # The right to land and supply lasts, or is extended, at all of these sites.
    sold = sold_mw(site["power"], site["as_of"], market["rate-site"]) * lease.site_musd_per_mw(mean(got["score"]), market)
    sold += fleet_mw * mining.resale_musd_per_mw(site, market)
    hold("sale: NPV, M$", sold, mean(ways["sale"]["npv_musd"]), MUSD_OF_FLOWS)
    hold("lease: IRR", lease.irr(leased["lease"]), ways["lease"]["irr"], 1e-3)
    payback = mean(ways["lease"]["payback_years"])
    hold("lease: payback, years", lease.payback_years(leased["lease"]), payback, 0.01)

    terms, likely = lease.Lease(site["tenancy"], market), money["likely_lease"]
    critical_mw = sum(lot.mw for lot in lots)
    capex_musd = sum(lot.capex_musd for lot in lots)
    first_noi = critical_mw * terms.noi_musd_per_mw(0)
    hold("likely lease: first income, M$", first_noi, likely["first_noi_musd"], 2e-3)
    hold("likely lease: capital, M$", capex_musd, likely["capex_musd"], 2e-3)
    hold("likely lease: yield on cost", first_noi / capex_musd, likely["yield_on_cost"])
    hold("likely lease: debt, M$", market["loan-to-cost"] * capex_musd, likely["debt_musd"], 2e-3)
    year_after = critical_mw * terms.noi_musd_per_mw(site["tenancy"]["term_years"])
    halls = year_after / market["exit-cap-rate"] - site_musd
    at_the_end = np.append(np.zeros(quarters - 1), halls)
    exit_value = lease.discounted_musd(at_the_end, market["rate-lease"])
    hold("exit value beside, M$", exit_value, mean(money["exit_value_musd"]), MUSD_OF_FLOWS)


def hold_worked_by_hand(hold):
    """The two cases of src/economics/README.md."""
    capital = lease.discounted_musd(np.full(4, -250.0), 0.10)
    year = np.repeat(np.arange(10), 4)
    income = np.append(np.zeros(4), (180 - 23.4 * 1.03 ** year) / 4)
    hold("capital, M$", -953.8, capital, 0.05)
    hold("rent less running cost, M$", 901.3, lease.discounted_musd(income, 0.10), 0.05)
    hold("the bare site, M$", 30.6, lease.discounted_musd(np.append(np.zeros(43), 105.0), 0.12), 0.05)
    usd_per_mwh = mining.margin_usd_per_mwh(30, 20, 0.02, 40, 7, 0.35)
    hold("a mine, USD/MWh", 14.25, usd_per_mwh, 0.005)
    hold("a mine, M$ a year", 21.3, 190 * usd_per_mwh * 0.9 * mining.HOURS_PER_YEAR / 1e6, 0.05)


def main():
    """Compares everything; the program's path is the one argument."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program, found = Program(sys.argv[1]), Differences()
    prices, price_file = point_prices(program)
    market, market_file = still_market(program)
    hold_worked_by_hand(lambda *numbers: found.hold("by hand", *numbers))
    for path in SITES:
        site = json.loads(path.read_text(encoding="utf-8"))
        hold = lambda what, one, other, within=ROUNDING: found.hold(path.stem, what, one, other, within)
        target = program.parameters(site["target"])
        planned = program.site("plan", path, "--prices", price_file)
        limits, planned_mw, in_place = hold_megawatts(site, target, planned, hold)
        bill = Bill(site, target, limits, planned_mw, prices)
        owner_musd = hold_bill(program, bill, planned, in_place, hold)
        hold_place(program, target, prices, program.site("plan", path), hold)
        lots, quarters = lots_of(program, site, bill, planned, owner_musd, in_place)
        valued = program.site("economics", path, "--prices", price_file, "--market", market_file)
        hold_money(site, market, lots, quarters, valued, hold)
    return 0 if found.report() else 1


if __name__ == "__main__":
    sys.exit(main())
