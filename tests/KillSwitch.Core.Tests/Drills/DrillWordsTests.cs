using KillSwitch.Core.Drills;

namespace KillSwitch.Core.Tests.Drills;

public class DrillWordsTests
{
    [Fact]
    public void A_summary_and_a_line_for_each_assumption_go_into_the_audit() => DrillWords.Audit(Drilled.Of()).ShouldBe(
        [
            "drill drill-abcdefghjk in us-east-1 by arn:aws:iam::123456789012:role/operator: 1 seen, 1 refuted, 1 not seen, "
                + "deny in 4.1 s, $0.0123 spent on anthropic.claude-haiku-4-5-20251001-v1:0",
            "drill drill-abcdefghjk in us-east-1: record-fields seen: 12 of 12 records do "
                + "(assumed: a record names the tokens that the answer names)",
            "drill drill-abcdefghjk in us-east-1: record-once refuted: a stream had two (assumed: a call has one record)",
            "drill drill-abcdefghjk in us-east-1: mantle not seen: mantle is not open here (assumed: mantle writes no record)",
        ]);

    [Fact]
    public void A_deny_that_was_not_measured_is_no_figure() =>
        DrillWords.DenyIn(Drilled.Of() with { Delays = new() }).ShouldBe("no deny measured");
}
