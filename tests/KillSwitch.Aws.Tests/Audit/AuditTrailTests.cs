using KillSwitch.Aws.Audit;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Audit;

public class AuditTrailTests(MotoServer server)
{
    [Fact]
    public async Task A_line_is_read_as_it_was_written()
    {
        var trail = new AuditTrail(await Tables.CreateAsync(server));
        var at = new DateTimeOffset(2026, 10, 10, 3, 4, 5, TimeSpan.Zero);

        await trail.WriteAsync(at, "stop-abc", "Stopping jobs of role/agent: arn:job", default);
        await trail.WriteAsync(at, "stop-abc", "Stopping jobs of role/agent: arn:job", default);

        (await trail.ReadAsync(at, default))
            .ShouldBe(Enumerable.Repeat(new AuditEntry(at, "stop-abc", "Stopping jobs of role/agent: arn:job"), 2));
    }
}
