//! Words about what each way of using a connection is worth.

use super::term::{Term, number, term};

const WAY: &str = "way of using a connection";
const WORTH: &str = "number of economics";
const PREMISE: &str = "premise of economics";
const FLOWS: &str = "its flows by quarter in each draw, from the plan's start to the horizon, each discounted by the rate of what earns it";
const VALUES: &str = "the NPV of every way in the same draws";
const AGAIN: &str = "the same draws reckoned again with that one choice of ours changed";

/// Every word of economics, in the order of listings.
pub(super) const TERMS: &[Term] = &[
    term(
        WAY,
        "mine",
        "Keep mining to the horizon: hashprice × uptime × what the pool leaves, less power and running cost, in each quarter; machines stand still where that is below what guards and rent cost, are shut for good where they lose money past their life, and are renewed where new ones earn their price",
        FLOWS,
    )
    .citing(&["MKT-COINSHARES"]),
    term(
        WAY,
        "lease",
        "Build the plan's halls now and lease them to the tenant: rent × critical kW with ramp and escalator, less running cost, capital by tranche; mining goes on until each hall takes its place. Unsigned it spends the early works alone until a signature, which may never come",
        FLOWS,
    )
    .citing(&["MKT-RIVERBEND", "MKT-SECTOR"]),
    term(
        WAY,
        "cloud",
        "Fill the same halls with accelerators of one's own, whatever the tenant: price of a GPU-hour × hours sold, less running cost and power; a new generation where it earns its price. It waits for their delivery",
        FLOWS,
    )
    .citing(&["MKT-BIZMODELS", "MKT-UNIT"]),
    term(
        WAY,
        "hybrid",
        "Lease, and mine with what no lease can use: MW that no hall takes, and the troughs of inference by its load shape. Training leaves no troughs that miners could fill",
        FLOWS,
    )
    .citing(&["MKT-AZURE"]),
    term(
        WAY,
        "bridge",
        "Mine and spend nothing until a dated obstacle is gone or a lease is signed; build then if halls are worth more than mining by what is known then, and mine on if not",
        FLOWS,
    )
    .citing(&["MKT-SECTOR"]),
    term(
        WAY,
        "sale",
        "Sell the powered site today, without risk after: MW of the connection × the price of a site so convertible",
        "the prices `sale-weak`, `sale-competitive` and `sale-best` of the market, by straight lines over convertibility from `sale-weak-at` to `sale-best-at`",
    )
    .citing(&["MKT-QUICKFEED"]),
    number(
        WORTH,
        "npv",
        "Net present value: Σ flow of a quarter ÷ (1 + rate)^years to its middle, and at the horizon the sale price of the bare powered site and nothing else. Before tax, nominal",
        "M$; for each MW of the connection M$/MW",
        "any number",
        "the flows of the way, and the rates `rate-mining`, `rate-lease`, `rate-cloud`, `rate-site` of the market, or `--discount`",
    ),
    number(
        WORTH,
        "horizon",
        "As far as flows are looked at: the tenant's term, the longest that may be signed, from the month in which nine tenths of the plan's megawatts are live, so that each hall earns its own and none a second one; the same for every way and in every draw; at most forty years",
        "years from the plan's start",
        "0 to 40",
        "the plan's dates and the term that the file or the tenant states",
    ),
    number(
        WORTH,
        "hindsight",
        "Share of the draws in which a way is worth more than any other; ties go to the lease. The best way is that of the highest mean, chosen before the draw is known",
        "share",
        "0 to 1",
        VALUES,
    ),
    number(
        WORTH,
        "against_mining",
        "The best way to convert less keeping to mine, draw by draw",
        "M$",
        "any number",
        VALUES,
    ),
    number(
        WORTH,
        "irr",
        "Rate a year at which the mean flows of what is built are worth nothing: capital first, income after; without the mine that runs meanwhile and the bare site. None where several rates do that",
        "share a year",
        "above -0.95",
        FLOWS,
    ),
    number(
        WORTH,
        "payback",
        "Years from the plan's start until what is built has brought in what it took, nothing discounted, over the draws that build",
        "years",
        "0 or more",
        FLOWS,
    ),
    number(
        WORTH,
        "break_even",
        "Where the best way to convert and keeping to mine, or a sale where nothing may be mined, change places: hashprice, rent, capital for each critical MW, or weeks of delay, found by solving for a mean difference of nothing; none where nothing turns it",
        "of the lever",
        "0 or more",
        "the same draws, reckoned again with the lever at other values",
    ),
    number(
        WORTH,
        "tornado",
        "The mean difference to mining with one input at its tenth and at its ninth tenth, the widest first; what hangs together with the input moves with it",
        "M$",
        "any number",
        "the same draws in eight bins by that input",
    ),
    number(
        WORTH,
        "worth_of_knowing",
        "What an answer is worth before choosing: the mean of the best way in each of eight bins of draws by that input, less the mean of the way that is best without it. Chosen on half of the draws of a bin and valued on the other, so that chance is not taken for knowledge",
        "M$",
        "0 or more",
        "the same draws in eight bins by that input: partial perfect information",
    ),
    term(
        WORTH,
        "likely_lease",
        "A lease that is signed when it likely is, every figure at likely and without luck: first year's income, yield on cost = that ÷ capital, returns with and without debt that is sculpted to cover",
        "the likely figures of market and plan",
    )
    .citing(&["MKT-RIVERBEND", "MKT-LOAN"]),
    number(
        WORTH,
        "exit_value",
        "What leased halls would fetch at the horizon beyond the bare site: net operating income of the year after ÷ cap rate. It stands beside and is in no NPV, since with it a lease wins almost anywhere",
        "M$ of today",
        "0 or more",
        "the lease in each draw and `exit-cap-rate` of the market",
    )
    .citing(&["MKT-CAPRATE"]),
    term(
        WORTH,
        "with_money",
        "The less hopeful of the engineering verdict and of what money says: lease, cloud or hybrid best means converting, bridge a bridge, mine or sale keep-mining. It heads the text; `verdict.word`, `check` and `diff --fail-on-regression` stay with the engineering",
        "the verdict of each draw and its best way",
    ),
    term(
        PREMISE,
        "as-it-is",
        "The answer as it is reckoned, for the others to be held against",
        VALUES,
    ),
    term(
        PREMISE,
        "exit-value",
        "Leased halls are worth their exit value at the horizon",
        AGAIN,
    )
    .citing(&["MKT-CAPRATE"]),
    term(
        PREMISE,
        "one-rate",
        "One rate of discount of 12 % for every way, instead of one for each earner",
        AGAIN,
    ),
    term(PREMISE, "signed", "A lease is signed today", AGAIN),
    term(PREMISE, "unsigned", "No lease is signed yet", AGAIN).citing(&["MKT-SECTOR"]),
];

#[cfg(test)]
mod tests {
    use super::super::words::all;
    use super::*;
    use rackready::citations;
    use rackready::economics::report::Premise;
    use rackready::economics::ways::Alternative;

    #[test]
    fn every_way_and_premise_has_its_words() {
        let ways = Alternative::ALL.map(|way| (WAY, way.word()));
        let premises = Premise::ALL.iter().map(|premise| (PREMISE, premise.word()));
        for (kind, word) in ways.into_iter().chain(premises) {
            let there = |term: &&Term| term.kind == kind && term.word == word;
            assert_eq!(TERMS.iter().filter(there).count(), 1, "{word}");
        }
    }

    #[test]
    fn what_a_word_cites_is_listed_and_no_kind_has_a_word_twice() {
        let terms: Vec<&Term> = all().collect();
        for (at, term) in terms.iter().enumerate() {
            assert!(
                term.sources
                    .iter()
                    .all(|key| citations::find(key).is_some()),
                "{}",
                term.word
            );
            let same = |other: &&&Term| (other.kind, other.word) == (term.kind, term.word);
            assert_eq!(terms[..at].iter().find(same).map(|t| t.word), None);
        }
    }
}
