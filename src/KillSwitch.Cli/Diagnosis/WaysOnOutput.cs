using System.Text.Json;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.OtherKeys;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Diagnosis;

/// <summary>How principals under a cap spend past it: short for people, whole for programs.</summary>
internal static class WaysOnOutput
{
    private const int NamedAtMost = 3;
    private const int RingsAtMost = 6;
    private const int WaysAtMost = 4;

    /// <param name="found">What was found.</param>
    /// <param name="width">Of the terminal.</param>
    public static IEnumerable<Line> Lines(WaysOn found, int width) => [.. Roads(found, width), .. Keys(found, width)];

    /// <summary>Which roads are open to whom; nothing where none is.</summary>
    public static IEnumerable<Line> Roads(WaysOn found, int width)
    {
        if (found.Roads.Count == 0)
            yield break;
        yield return Line.Blank;
        yield return Line.Of("What no record meters, and who under a cap may use it", Ink.Strong);
        // Whoever may use one mostly may use most.
        foreach (var same in found.Roads.GroupBy(road => string.Join('\n', road.Principals)))
        {
            foreach (var line in Line.Wrap($"{string.Join(", ", same.Select(road => road.Road.Name))}: {Names(same.First().Principals)}",
                width, first: "  - ", further: "    "))
            {
                yield return line;
            }
        }
    }

    public static void Write(Utf8JsonWriter json, WaysOn? found)
    {
        if (found is null)
        {
            json.WriteNull("openRoads");
            json.WriteNull("otherKeys");
            return;
        }

        json.WriteStartArray("openRoads");
        foreach (var road in found.Roads)
        {
            json.WriteStartObject();
            json.WriteString("road", road.Road.Id);
            json.WriteString("name", road.Road.Name);
            Write(json, "principals", road.Principals);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("otherKeys");
        foreach (var ring in found.Keys)
        {
            json.WriteStartObject();
            Write(json, "principals", ring.Principals);
            json.WriteStartArray("ways");
            foreach (var key in ring.Keys)
            {
                json.WriteStartObject();
                json.WriteString("way", JsonText.Word(key.Way));
                if (key.By is { } by)
                    json.WriteString("by", by);
                json.WriteString("allowance", JsonText.Word(key.Cap));
                json.WriteBoolean("certain", key.IsCertain);
                Write(json, "targets", key.Targets);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<Line> Keys(WaysOn found, int width)
    {
        yield return Line.Blank;
        yield return Line.Of("By which other identity somebody goes on after a stop", Ink.Strong);
        if (found.Keys.Count == 0)
            yield return Line.Of("  nobody under a cap can");
        foreach (var ring in found.Keys.Take(RingsAtMost))
        {
            foreach (var line in Line.Wrap(Names(ring.Principals), width, first: "  - ", further: "    "))
                yield return line;
            foreach (var key in ring.Keys.Take(WaysAtMost))
            {
                foreach (var line in Line.Wrap(Sentence(key, ring.Principals), width, first: "      ", further: "        "))
                    yield return line;
            }

            if (ring.Keys.Count > WaysAtMost)
                yield return Line.Of($"      and {ring.Keys.Count - WaysAtMost} more ways");
        }

        if (found.Keys.Count > RingsAtMost)
        {
            yield return Line.Of(
                $"  and {found.Keys.Skip(RingsAtMost).Sum(ring => ring.Principals.Count)} more principals; `--output json` has them all");
        }
    }

    // `no cap: passes role/deploy to lambda.amazonaws.com`
    internal static string Sentence(OtherKey key, IReadOnlyList<string> principals)
    {
        // Nobody is its own other.
        var targets = Names(principals is [var only] ? [.. key.Targets.Where(target => target != only)] : key.Targets);
        var how = key.Way switch
        {
            KeyWay.Assume => $"assumes {targets}",
            KeyWay.Pass => $"passes {targets} to {key.By}",
            KeyWay.TakeOver => $"changes what runs as {targets}, if something does ({key.By})",
            KeyWay.Keys => $"makes keys of {targets} ({key.By})",
            KeyWay.Trust => $"lets itself into {targets} ({key.By})",
            KeyWay.Grant => $"gives Bedrock to {targets}, which it assumes ({key.By})",
            KeyWay.Create => $"makes {targets} ({key.By})",
            _ => throw new ArgumentOutOfRangeException(nameof(key), key.Way, "a way without a sentence"),
        };
        var whose = key.Cap switch
        {
            KeyCap.Exempt => "exempt",
            KeyCap.NoCap => "no cap",
            KeyCap.OwnCap => "a second allowance",
            _ => throw new ArgumentOutOfRangeException(nameof(key), key.Cap, "an allowance without a word"),
        };
        return $"{whose}: {(key.IsCertain ? "" : "may be: ")}{how}";
    }

    private static string Names(IReadOnlyList<string> names) =>
        PlainText.Of(
            Listing.Of(names, NamedAtMost));

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
