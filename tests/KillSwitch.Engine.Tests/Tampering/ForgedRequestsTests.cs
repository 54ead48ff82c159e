using KillSwitch.Core.Deployments;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Tampering;

namespace KillSwitch.Engine.Tests.Tampering;

public class ForgedRequestsTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryStopStore _stops = new();

    [Fact]
    public async Task It_is_told_what_was_asked_and_why_it_was_refused_once_an_hour_for_each_kind()
    {
        await TellAsync("Delete", Now);
        await TellAsync("Delete", Now.AddMinutes(59));
        _notifier.Alerts.ShouldHaveSingleItem().Text.ShouldContain(
            "for a Delete of `Setup`. CloudFormation did not ask for it: its status is CREATE_COMPLETE. Nothing was done");

        await TellAsync("Delete", Now.AddMinutes(60));
        await TellAsync("Update", Now.AddMinutes(60));
        _notifier.Alerts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_makes_words_up_is_told_of_once_and_plainly()
    {
        for (var n = 0; n < 50; n++)
            await TellAsync($"D\u001b{n}", Now);

        _notifier.Alerts.ShouldHaveSingleItem().Text.ShouldContain("for a D\uFFFD0 of");
    }

    private async Task TellAsync(string type, DateTimeOffset at) => await new ForgedRequests(_stops, _notifier).TellAsync(
        new ResourceRequest(type, "stack", "Setup", null, new Dictionary<string, string>()), "its status is CREATE_COMPLETE", at,
        TestContext.Current.CancellationToken);
}
