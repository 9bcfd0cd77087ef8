"""What a megawatt of miners leaves: src/economics/README.md, under `How it is reckoned`."""

HOURS_PER_YEAR = 8760
MWH_PER_PH_DAY_AND_J_PER_TH = 0.024
TH_PER_MW_AND_J_PER_TH = 1e6


def hashprice_usd(market):
    """With fees: dollars per PH and day."""
    return market["hashprice"] * (1 + market["fee-share"])


def drawn_j_per_th(mine):
    """By what is drawn, cooling included."""
    return mine["efficiency_j_per_th"] * mine["pue"]


def margin_usd_per_mwh(hashprice, j_per_th, pool_fee, power_usd_per_mwh, opex_usd_per_mwh, idle_share):
    """Of a MWh; machines that would lose more by running stand still, and a share of the other cost stays."""
    income = hashprice * (1 - pool_fee) / (MWH_PER_PH_DAY_AND_J_PER_TH * j_per_th)
    return max(income - power_usd_per_mwh - opex_usd_per_mwh, -idle_share * opex_usd_per_mwh)


def margin_musd_per_mw_year(site, market):
    """Of a MW that is drawn over a year, in a market that stands still."""
    mine = site["mining"]
    usd_per_mwh = margin_usd_per_mwh(
        hashprice_usd(market), drawn_j_per_th(mine), mine["pool_fee"], site["power"]["price_usd_per_mwh"],
        market["mining-opex"], market["mining-idle-share"],
    )
    return usd_per_mwh * HOURS_PER_YEAR * mine["uptime"] / 1e6


def resale_musd_per_mw(site, market):
    """What the machines of a MW that is drawn fetch, used."""
    return market["machine-resale"] * TH_PER_MW_AND_J_PER_TH / drawn_j_per_th(site["mining"]) / 1e6
