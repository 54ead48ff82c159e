using System.Text;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Tests.InvocationLog;
using KillSwitch.Engine.InvocationLogs;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class ContainerFuzzTests
{
    // Answers that name the model behind a name that hides it, as messages.
    private static readonly string Events = """{"events":["""
        + string.Join(',', HiddenModels.Seeds.Select(record => $$"""{"message":{{Records.Quote(record)}}}""")) + "]}";

    private static readonly byte[][] Files =
    [
        .. new[] { "invocations.jsonl", "filter-log-events.json", "subscription-event.json",
            "published/07-cachecanary-8records-2026-10.json" }
            .Select(name => File.ReadAllBytes(Logs.Sample(name))),
        .. Logs.SampleLines.Concat(HiddenModels.Seeds).Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(Events),
        Logs.Gzip(File.ReadAllBytes(Logs.Sample("invocations.jsonl"))),
        .. LogFormatsTests.Formats.Select(format => Encoding.UTF8.GetBytes(format.Data.Item2)),
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Logs.SampleText("invocations.jsonl"))],
    ];

    [Fact]
    public void No_damage_to_a_file_crashes_its_reader_and_chunks_change_nothing() =>
        Mutations.Run(Files, bytes =>
        {
            var whole = Logs.Read(bytes, chunk: 1 << 20);
            var pieces = Logs.Read(bytes, chunk: 37);
            // How much of damaged gzip data can be had depends on how much is asked for at once.
            if (bytes.AsSpan().StartsWith((byte[])[0x1F, 0x8B]))
                return;
            pieces.Inputs.ShouldBe(whole.Inputs);
            pieces.Reasons.ShouldBe(whole.Reasons);
        });

    [Fact]
    public void No_damage_to_a_payload_crashes_its_reader()
    {
        var reader = new InvocationReader();
        byte[][] events =
            [File.ReadAllBytes(Logs.Sample("subscription-event.json")),
            File.ReadAllBytes(Logs.Sample("published/19-subscription-lambda-event.encoded.json"))];
        Mutations.Run(events, bytes => SubscriptionPayload.Read(bytes, reader, _ => { }, _ => { }));
    }

    [Fact]
    public void No_damage_to_a_decoded_payload_crashes_its_reader()
    {
        var reader = new InvocationReader();
        Mutations.Run([File.ReadAllBytes(Logs.Sample("filter-log-events.json")), Encoding.UTF8.GetBytes(Events)], bytes =>
            SubscriptionPayload.ReadDecoded(bytes, reader, _ => { }, _ => { }));
    }
}
