using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class StackStatesTests
{
    // Every status that CloudFormation's own model names.
    [Theory]
    [InlineData("CREATE_IN_PROGRESS", StackState.Busy)]
    [InlineData("CREATE_FAILED", StackState.NeverDeployed)]
    [InlineData("CREATE_COMPLETE", StackState.Ready)]
    [InlineData("ROLLBACK_IN_PROGRESS", StackState.Busy)]
    [InlineData("ROLLBACK_FAILED", StackState.NeverDeployed)]
    [InlineData("ROLLBACK_COMPLETE", StackState.NeverDeployed)]
    [InlineData("DELETE_IN_PROGRESS", StackState.Busy)]
    [InlineData("DELETE_FAILED", StackState.HalfRemoved)]
    [InlineData("DELETE_COMPLETE", StackState.Gone)]
    [InlineData("UPDATE_IN_PROGRESS", StackState.Busy)]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", StackState.Busy)]
    [InlineData("UPDATE_COMPLETE", StackState.Ready)]
    [InlineData("UPDATE_FAILED", StackState.Ready)]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS", StackState.Busy)]
    [InlineData("UPDATE_ROLLBACK_FAILED", StackState.Stuck)]
    [InlineData("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", StackState.Busy)]
    [InlineData("UPDATE_ROLLBACK_COMPLETE", StackState.Ready)]
    [InlineData("REVIEW_IN_PROGRESS", StackState.Planned)]
    [InlineData("IMPORT_IN_PROGRESS", StackState.Busy)]
    [InlineData("IMPORT_COMPLETE", StackState.Ready)]
    [InlineData("IMPORT_ROLLBACK_IN_PROGRESS", StackState.Busy)]
    [InlineData("IMPORT_ROLLBACK_FAILED", StackState.Stuck)]
    [InlineData("IMPORT_ROLLBACK_COMPLETE", StackState.Ready)]
    public void A_status_says_what_can_be_done(string status, StackState state)
    {
        StackStates.Of(status).ShouldBe(state);
        StackStates.IsDone(status).ShouldBe(status is "CREATE_COMPLETE" or "UPDATE_COMPLETE");
    }
}
