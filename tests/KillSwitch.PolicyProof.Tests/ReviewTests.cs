namespace KillSwitch.PolicyProof.Tests;

public class ReviewTests
{
    private static readonly FreeAction[] Free = [new("bedrock:GetAgent", "Reads.")];

    [Fact]
    public void An_action_that_is_denied_everywhere_or_free_is_right() =>
        Review.Of([Allowed("bedrock:GetAgent"), Denied("bedrock:InvokeModel"), Denied("bedrock:InvokeModel", "arn:x")], Free)
            .ShouldBeEmpty();

    [Fact]
    public void A_new_action_that_nobody_looked_at_is_named() =>
        Review.Of([Allowed("bedrock:GetAgent"), Allowed("bedrock:ConverseWithTheMoon")], Free)
            .ShouldHaveSingleItem().ShouldStartWith("`bedrock:ConverseWithTheMoon` is neither denied nor reviewed as free");

    [Fact]
    public void An_action_in_both_classes_is_named() =>
        Review.Of([Denied("bedrock:GetAgent")], Free).ShouldHaveSingleItem().ShouldBe("`bedrock:GetAgent` is denied and reviewed as free");

    [Fact]
    public void A_resource_that_escapes_is_named() =>
        Review.Of([Allowed("bedrock:GetAgent"), Denied("bedrock:InvokeModel"), Allowed("bedrock:InvokeModel", "arn:x")], Free)
            .ShouldHaveSingleItem().ShouldBe("`bedrock:InvokeModel` is denied, but not on arn:x");

    [Fact]
    public void A_reviewed_action_that_is_gone_is_named() =>
        Review.Of([], Free).ShouldHaveSingleItem().ShouldContain("no such action is published");

    [Fact]
    public void A_question_that_cannot_be_asked_is_no_approval() =>
        Review.Of([Allowed("bedrock:GetAgent"), Allowed("bedrock:GetAgent") with { Decision = Decision.Error }], Free).ShouldNotBeEmpty();

    private static Outcome Allowed(string action, string resource = "*") => new(0, action, resource, Decision.Allowed, [], []);

    private static Outcome Denied(string action, string resource = "*") => new(0, action, resource, Decision.Denied, [], []);
}
