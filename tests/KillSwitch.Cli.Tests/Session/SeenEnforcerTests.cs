using KillSwitch.Cli.Session.Acts;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Tests.Session;

public class SeenEnforcerTests
{
    // What has a default in the interface is easily forgotten by what stands before it.
    [Fact]
    public void It_answers_every_question_by_what_it_stands_before()
    {
        var asked = typeof(IEnforcer).GetMethods().Select(method => method.Name);

        typeof(SeenEnforcer).GetInterfaceMap(typeof(IEnforcer)).TargetMethods
            .Where(method => method.DeclaringType == typeof(SeenEnforcer)).Select(method => method.Name).ShouldBe(asked, ignoreOrder: true);
    }

    [Fact]
    public void Whom_no_deny_reaches_is_known_through_it() =>
        new SeenEnforcer(new OutOfReach(), new Undertaking()).Obstacle(new StopTarget.Principal("1", "root", "arn:aws:iam::1:root"))
            .ShouldBe("nobody can change it");

    private sealed class OutOfReach : IEnforcer
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => throw new NotSupportedException();

        public string? Obstacle(StopTarget target) => "nobody can change it";
    }
}
