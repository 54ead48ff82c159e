using System.Text.Json;
using Amazon.EventBridge;
using Amazon.Runtime;
using KillSwitch.Aws.Gateways;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;
using ScriptedEndpoint = KillSwitch.Aws.Tests.Api.ScriptedEndpoint;
using KillSwitch.Core.Stops;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Gateways;

public class TagEnforcerTests(MotoServer server)
{
    private static readonly StopTarget.Tag Payments = new("111122223333", "team", "payments");
    private static readonly StopTarget.Principal Agent = new("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent");

    private readonly InMemoryAccount _iam = new(TimeSpan.Zero, _ => false);

    [Fact]
    public async Task A_tags_stop_and_its_restore_are_events_of_the_account_and_nothing_of_IAMs()
    {
        using var endpoint = new ScriptedEndpoint(
            new Answer(200, """{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}"""),
            new Answer(200, """{"FailedEntryCount":0,"Entries":[{"EventId":"2"}]}"""));
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("key", "secret"), new() { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" });
        var enforcer = Of(events);

        (await enforcer.DenyAsync(Payments, default, default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();
        (await enforcer.IsDeniedAsync(Payments, default)).ShouldBe(true);
        (await enforcer.AllowAsync(Payments, default, default)).ShouldBeOfType<EnforcementResult.Done>();

        foreach (var (request, state) in endpoint.Requests.Zip(["stopped", "restored"]))
        {
            using var asked = JsonDocument.Parse(request.Body);
            var entry = asked.RootElement.GetProperty("Entries")[0];
            (entry.GetProperty("Source").GetString(), entry.GetProperty("DetailType").GetString())
                .ShouldBe(("killswitch", "Kill switch tag stop"));
            using var detail = JsonDocument.Parse(entry.GetProperty("Detail").GetString()!);
            (detail.RootElement.GetProperty("tag").GetString(), detail.RootElement.GetProperty("state").GetString(),
                detail.RootElement.GetProperty("stack").GetString()).ShouldBe(("team=payments", state, "Mine"));
        }

        (await _iam.IsDeniedAsync(Payments, default)).ShouldBe(false);
    }

    [Fact]
    public async Task The_emulator_takes_the_event()
    {
        var account = await server.NewAccountAsync();
        using var events = new AmazonEventBridgeClient(account.Credentials, account.Settings<AmazonEventBridgeConfig>());

        (await Of(events).DenyAsync(Payments, default, default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_that_is_not_taken_keeps_no_stop_from_being_in_force()
    {
        using var endpoint = new ScriptedEndpoint(
            new Answer(400, """{"__type":"AccessDeniedException","message":"not allowed to events:PutEvents"}"""),
            new Answer(200, """{"FailedEntryCount":1,"Entries":[{"ErrorMessage":"the bus is full"}]}"""));
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("key", "secret"), new() { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" });

        (await Of(events).DenyAsync(Payments, default, default)).ShouldBeOfType<EnforcementResult.Done>().Note.ShouldNotBeNull()
            .ShouldStartWith("published, but its event was not sent: ");
        (await Of(events).DenyAsync(Payments, default, default)).ShouldBeOfType<EnforcementResult.Done>().Note
            .ShouldBe("published, but its event was not sent: the bus is full");
    }

    [Fact]
    public async Task Every_other_stop_is_IAMs()
    {
        using var events = new AmazonEventBridgeClient(
            new BasicAWSCredentials("key", "secret"), new() { ServiceURL = "http://127.0.0.1:1", AuthenticationRegion = "us-east-1" });

        (await Of(events).DenyAsync(Agent, default, default)).ShouldBeOfType<EnforcementResult.Done>();
        (await _iam.IsDeniedAsync(Agent, default)).ShouldBe(true);
        (await Of(events).IsDeniedAsync(Agent, default)).ShouldBe(true);
        await Of(events).AllowAsync(Agent, default, default);
        (await _iam.IsDeniedAsync(Agent, default)).ShouldBe(false);
    }

    private TagEnforcer Of(AmazonEventBridgeClient events) => new(_iam, events, "Mine", TimeProvider.System);
}
