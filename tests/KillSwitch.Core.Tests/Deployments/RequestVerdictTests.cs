using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Tests.Deployments;

public class RequestVerdictTests
{
    private const string Id = "arn:aws:cloudformation:us-east-1:111122223333:stack/KillSwitch/1f2e";
    private const string Physical = "killswitch-setup-KillSwitch";
    private static readonly OwnNames Own = new("KillSwitch", "111122223333", "us-east-1");

    [Theory]
    [InlineData("Create", null, null, "CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS")]
    [InlineData("Create", null, null, "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")]
    [InlineData("Update", Physical, Physical, "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")]
    [InlineData("Update", Physical, Physical, "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS")]
    [InlineData("Delete", Physical, Physical, "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS")]
    [InlineData("Delete", Physical, Physical, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")]
    [InlineData("Delete", Physical, Physical, "DELETE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]
    [InlineData("Delete", Physical, null, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")]
    public void What_cloudformation_has_in_progress_is_carried_out(
        string type, string? asked, string? known, string status, string stack) =>
        Verdict(Request(type, asked), Known(known, status, stack)).ShouldBe(new RequestVerdict.InProgress(GuardResource.Setup));

    [Theory]
    [InlineData("Delete", "CREATE_COMPLETE", "CREATE_COMPLETE")]
    [InlineData("Delete", "UPDATE_COMPLETE", "UPDATE_COMPLETE")]
    [InlineData("Delete", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")]
    [InlineData("Delete", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]
    [InlineData("Delete", "DELETE_FAILED", "DELETE_FAILED")]
    [InlineData("Update", "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS")]
    [InlineData("Update", "CREATE_COMPLETE", "UPDATE_IN_PROGRESS")]
    [InlineData("Create", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")]
    [InlineData("Nuke", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")]
    public void What_it_has_not_is_refused(string type, string status, string stack) =>
        Refusal(Request(type, Physical), Known(Physical, status, stack))
            .ShouldBe($"CloudFormation has no {type} of it in progress: its status is {status}");

    [Fact]
    public void A_request_from_another_stack_of_the_same_name_is_refused() =>
        Refusal(Request("Delete", Physical) with { StackId = Id + "9" }, Known(Physical, "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS"))
            .ShouldContain("it names the stack");

    [Fact]
    public void A_resource_that_the_stack_does_not_have_is_refused() =>
        Refusal(Request("Delete", Physical), new StackWord.Missing()).ShouldBe("the stack KillSwitch has no resource `Setup`");

    [Fact]
    public void A_resource_of_another_kind_is_refused() =>
        Refusal(Request("Delete", null), new StackWord.Known(Id, "DELETE_IN_PROGRESS", null, "AWS::Lambda::Function", "DELETE_IN_PROGRESS"))
            .ShouldContain("no resource that this function looks after");

    [Fact]
    public void What_is_done_follows_from_the_type_that_cloudformation_knows_and_not_from_what_is_said() =>
        Verdict(Request("Create", null), new StackWord.Known(Id, "CREATE_IN_PROGRESS", null, GuardResource.Lease, "CREATE_IN_PROGRESS"))
            .ShouldBe(new RequestVerdict.InProgress(GuardResource.Lease));

    [Theory]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS")]
    [InlineData("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")]
    public void What_an_update_replaced_is_deleted_without_touching_what_took_its_place(string stack)
    {
        Verdict(Request("Delete", "older"), Known(Physical, "UPDATE_COMPLETE", stack)).ShouldBe(new RequestVerdict.Superseded());
        Refusal(Request("Update", "older"), Known(Physical, "UPDATE_IN_PROGRESS", stack)).ShouldContain("it names `older`");
    }

    [Fact]
    public void Another_resource_of_the_same_name_is_not_deleted_while_nothing_is_replaced() =>
        Refusal(Request("Delete", "older"), Known(Physical, "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS"))
            .ShouldBe($"it names `older`, and the stack has {Physical}");

    [Fact]
    public void Without_an_answer_nothing_is_known() =>
        Verdict(Request("Delete", Physical), new StackWord.Unanswered("it is silent")).ShouldBe(new RequestVerdict.Unknown("it is silent"));

    [Theory]
    [InlineData("filterName", "killswitch-KillSwitch", true)]
    [InlineData("filterName", "mine", false)]
    [InlineData("meterArn", "arn:aws:lambda:us-east-1:111122223333:function:KillSwitch-Meter-1", true)]
    [InlineData("meterArn", "arn:aws-us-gov:lambda:us-east-1:111122223333:function:KillSwitch-Meter-1", true)]
    [InlineData("meterArn", "arn:aws:lambda:us-east-1:111122223333:function:reads-everything", false)]
    [InlineData("meterArn", "arn:aws:lambda:us-east-1:999988887777:function:KillSwitch-Meter-1", false)]
    [InlineData("meterArn", "KillSwitch-Meter-1", false)]
    [InlineData("leasePolicyArn", "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-lease-us-east-1", true)]
    [InlineData("leasePolicyArn", "arn:aws:iam::111122223333:policy/boundaries/everybody", false)]
    public void Whoever_speaks_while_a_deployment_runs_points_the_guard_at_nothing_of_their_own(string name, string value, bool isOwn)
    {
        var verdict = Verdict(Request("Update", Physical) with
        {
            Properties = new Dictionary<string, string>
            {
                [name] = value,
            }
        }, Known(Physical, "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"));
        (verdict is RequestVerdict.InProgress).ShouldBe(isOwn, verdict.ToString());
    }

    private static ResourceRequest Request(string type, string? physical) =>
        new(type, Id, "Setup", physical, new Dictionary<string, string>());

    private static StackWord.Known Known(string? physical, string status, string stack) =>
        new(Id, stack, physical, GuardResource.Setup, status);

    private static RequestVerdict Verdict(ResourceRequest request, StackWord word) => RequestVerdict.Of(request, word, Own);

    private static string Refusal(ResourceRequest request, StackWord word) =>
        Verdict(request, word).ShouldBeOfType<RequestVerdict.Refused>().Reason;
}
