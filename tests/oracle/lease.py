"""Flows and worth of a lease by quarter: src/economics/README.md. Months count from the plan's start."""

import math

import numpy as np

import mining

MONTHS_PER_QUARTER = 3
WEEKS_PER_MONTH = 52 / 12


def quarter_of(month):
    """The quarter in which a month lies."""
    return max(0, math.floor(month / MONTHS_PER_QUARTER))


def discounted_musd(flows, rate):
    """Worth today of flows in the middle of their quarters."""
    years = (np.arange(len(flows)) + 0.5) / 4
    return float(np.sum(flows * (1 + rate) ** -years))


def irr(flows):
    """Rate a year at which flows that change their sign once are worth nothing."""
    low, high = -0.9, 2.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if discounted_musd(flows, middle) > 0 else (low, middle)
    return low


def payback_years(flows):
    """Years until the sum of flows stays above nothing, straight within its quarter."""
    sums = np.cumsum(flows)
    last = int(np.flatnonzero(sums < 0)[-1])
    if last + 1 == len(flows):
        return None
    return (last + 1 - sums[last] / flows[last + 1]) / 4


def horizon_quarters(live_month, term_years):
    """Quarters until the term of the block that brings the bulk is over."""
    return math.ceil((live_month + 12 * term_years - 1e-9) / MONTHS_PER_QUARTER)


def site_musd_per_mw(convertibility, market):
    """Price of the bare powered site: two straight lines between a weak one and one of the best."""
    weak, best = market["sale-weak-at"], market["sale-best-at"]
    at = [weak, (weak + best) / 2, best]
    return float(np.interp(convertibility, at, [market[f"sale-{of}"] for of in ("weak", "competitive", "best")]))


class Block:
    """A block of critical MW: when its money flows, when it is live, and which miners end for it."""

    def __init__(self, mw, live_month, capex_musd, paid_weeks, installed_weeks):
        self.mw, self.live_month, self.capex_musd = mw, live_month, capex_musd
        self.paid_months = paid_weeks / WEEKS_PER_MONTH
        self.installed_months = installed_weeks / WEEKS_PER_MONTH
        self.miners_mw, self.miners_until_month = 0.0, live_month


def blocks(plan_blocks, works, owner_musd):
    """Blocks of a plan. Each work is paid by the MW that don't stand without it; a block's money flows over the mean
    weeks of its works, weighed by what it pays of each. `plan_blocks` are MW in all and months, `works` M$, MW that
    stand without it, weeks, share of these in which something is installed."""
    all_mw = plan_blocks[-1][0]
    works_musd = sum(musd for musd, *_ in works)
    out, below = [], 0.0
    for mw, live_month in plan_blocks:
        paid = paid_weeks = installed_weeks = 0.0
        for musd, from_mw, weeks, installing in works:
            part = musd * max(0.0, mw - max(below, from_mw)) / (all_mw - from_mw)
            paid += part
            paid_weeks += part * weeks
            installed_weeks += part * weeks * installing
        capex_musd = owner_musd * paid / works_musd
        out.append(Block(mw - below, live_month, capex_musd, paid_weeks / paid, installed_weeks / paid))
        below = mw
    return out


def end_miners(lots, fleet_mw, in_place, live_grid_mw, grid_mw):
    """Halls take power beside the mine first; what is missing ends miners, in a hall that is rebuilt when installation
    begins."""
    taken = critical_mw = 0.0
    for lot in lots:
        critical_mw += lot.mw
        spare_mw = max(0.0, live_grid_mw(lot.live_month) - fleet_mw)
        now_mw = min(max(grid_mw(critical_mw) - spare_mw, taken), fleet_mw)
        lot.miners_mw, taken = now_mw - taken, now_mw
        if in_place:
            lot.miners_until_month = max(0.0, lot.live_month - lot.installed_months)


class Lease:
    """A signed lease in a market that stands still."""

    def __init__(self, tenancy, market):
        self.tenancy = tenancy
        self.rent_musd_per_mw = tenancy["rent_usd_per_kw_month"] * 12 / 1000
        self.opex_musd_per_mw = market["lease-opex-gross"] / 1000
        self.opex_growth = market["lease-opex-growth"]

    def noi_musd_per_mw(self, year):
        """Rent less running cost in a year of the lease, at full rent."""
        rent = self.rent_musd_per_mw * (1 + self.tenancy["escalator"]) ** year
        return rent - self.opex_musd_per_mw * (1 + self.opex_growth) ** year

    def ramp(self, from_age, to_age):
        """Share of the full rent between two ages of a block, in months."""
        months = self.tenancy["ramp_months"]
        paid = lambda age: age - months / 2 if age >= months else age * age / (2 * months)
        return (paid(to_age) - paid(from_age)) / (to_age - from_age)

    def income_musd(self, lot, quarters):
        """Net operating income of a block by quarter. A year that ends inside a quarter counts from the next."""
        flows = np.zeros(quarters)
        first = quarter_of(lot.live_month)
        turn = first + (1 if lot.live_month > first * MONTHS_PER_QUARTER else 0)
        until = lot.live_month + 12 * self.tenancy["term_years"]
        for quarter in range(first, quarters):
            start = quarter * MONTHS_PER_QUARTER
            open_share = (min(start + MONTHS_PER_QUARTER, until) - max(start, lot.live_month)) / MONTHS_PER_QUARTER
            if open_share <= 0:
                break
            year = max(0, (quarter - turn) // 4)
            ramp = self.ramp(max(start - lot.live_month, 0), min(start + MONTHS_PER_QUARTER, until) - lot.live_month)
            rent = ramp * self.rent_musd_per_mw * (1 + self.tenancy["escalator"]) ** year
            opex = self.opex_musd_per_mw * (1 + self.opex_growth) ** year
            flows[quarter] = lot.mw * open_share * (rent - opex) / 4
        return flows


def spent_musd(musd, from_month, to_month, quarters):
    """Money that flows evenly between two months."""
    starts = np.arange(quarters) * MONTHS_PER_QUARTER
    from_month = max(0.0, from_month)
    months = np.minimum(starts + MONTHS_PER_QUARTER, to_month) - np.maximum(starts, from_month)
    return musd * np.clip(months, 0, None) / (to_month - from_month)


def mined_musd(site, market, mw, until_month, quarters):
    """Miners until a month, in which they are sold."""
    a_quarter = mining.margin_musd_per_mw_year(site, market) / 4
    starts = np.arange(quarters) * MONTHS_PER_QUARTER
    share = np.clip((until_month - starts) / MONTHS_PER_QUARTER, 0, 1)
    flows = mw * a_quarter * share
    if quarter_of(until_month) < quarters:
        flows[quarter_of(until_month)] += mw * mining.resale_musd_per_mw(site, market)
    return flows


def flows_musd(site, market, lots, site_musd, quarters):
    """Flows of the lease by what earns them: halls, miners, the bare site at the horizon."""
    lease = Lease(site["tenancy"], market)
    halls, miners, bare = np.zeros(quarters), np.zeros(quarters), np.zeros(quarters)
    for lot in lots:
        halls += lease.income_musd(lot, quarters)
        halls -= spent_musd(lot.capex_musd, lot.live_month - lot.paid_months, lot.live_month, quarters)
        miners += mined_musd(site, market, lot.miners_mw, lot.miners_until_month, quarters)
    # The rest of the miners is sold with the last hall.
    rest_mw = site["mining"]["fleet_mw"] - sum(lot.miners_mw for lot in lots)
    miners += mined_musd(site, market, rest_mw, max(lot.miners_until_month for lot in lots), quarters)
    bare[-1] = site_musd
    return {"lease": halls, "mining": miners, "site": bare}


def worth_musd(flows, market):
    """Each flow at the rate of what earns it."""
    return sum(discounted_musd(of, market[f"rate-{earner}"]) for earner, of in flows.items())


def by_year(flows):
    """Sums of four quarters, the last year as short as it is."""
    whole = sum(flows.values())
    return [float(np.sum(whole[at:at + 4])) for at in range(0, len(whole), 4)]
