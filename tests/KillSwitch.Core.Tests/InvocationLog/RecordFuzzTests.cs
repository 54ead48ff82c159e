using System.Text;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Core.Tests.InvocationLog;

public class RecordFuzzTests
{
    private static readonly byte[][] Lines =
    [
        .. File.ReadLines(Records.SampleFile("invocations.jsonl")).Concat(HiddenModels.Seeds).Select(Encoding.UTF8.GetBytes),
        .. TokenCountTests.Wrappings.Select(
            wrapping => Encoding.UTF8.GetBytes(Records.With(input: "{}", output: $$"""{"outputBodyJson":{{wrapping.Data.Item2}}}"""))),
    ];

    [Fact]
    public void No_damage_to_a_record_crashes_its_reader_and_every_way_to_read_it_agrees() =>
        Mutations.Run(Lines, json => Records.Read(json));

    [Fact]
    public void No_damage_to_a_message_crashes_its_reader_and_both_ways_to_read_it_agree()
    {
        var reader = new InvocationReader();
        Mutations.Run([.. Lines.Select(line => Records.Escape(line))], message =>
        {
            var unescaped = reader.ReadUnescaped(message, out var length);
            if (!reader.TryReadInPlace(message, out var lengthInPlace, out var inPlace))
                return;
            lengthInPlace.ShouldBe(length);
            Records.Show(inPlace).ShouldBe(Records.Show(unescaped));
        });
    }
}
