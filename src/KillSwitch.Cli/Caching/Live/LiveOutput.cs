using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Caching.Probes;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;
using Spectre.Console;

namespace KillSwitch.Cli.Caching.Live;

/// <summary>What a probe found, for a person and for a program.</summary>
internal static class LiveOutput
{
    private const int Widest = 110;

    public static void WriteText(IAnsiConsole console, IReadOnlyList<ProbedLayer> layers, ProbeFinding finding)
    {
        var table = new TextTable(
        [
            new Column("through"),
            new Column("prompt", Side.Right, 1),
            new Column("1st wrote", Side.Right),
            new Column("2nd read", Side.Right),
            new Column("so"),
        ]);
        foreach (var layer in layers)
        {
            table.Add(
                PlainText.Of(layer.Name),
                Tokens(layer.Second.Input),
                layer.First.Written is { } written ? Tokens(written) : "not said",
                layer.Second.Read is { } read ? Tokens(read) : "not said",
                new Cell(Word(layer.Verdict), layer.Verdict == LayerVerdict.Works ? Ink.Good : Ink.Bad));
        }

        console.WriteTable(table);
        var width = Math.Min(console.Profile.Width, Widest);
        console.WriteLines([Line.Blank, .. Line.Wrap(PlainText.Of(Sentence(finding)), width, Ink.Strong)]);
        if (finding.LookAt.Length > 0)
            console.WriteLines(Line.Wrap("Look at: " + finding.LookAt, width));
    }

    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<ProbedLayer> layers, ProbeFinding finding, Usd atMost)
    {
        json.WriteBoolean("works", finding.Works);
        json.WriteString("lostAt", finding.LostAt);
        json.WriteString("finding", finding.Sentence);
        json.WriteString("lookAt", finding.LookAt);
        json.WriteNumber("usdAtMost", Math.Round(atMost.Amount, 6, MidpointRounding.AwayFromZero));
        json.WriteStartArray("layers");
        foreach (var layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("verdict", JsonText.Word(layer.Verdict));
            json.WriteStartArray("calls");
            foreach (var call in (ProbeUsage[])[layer.First, layer.Second])
            {
                json.WriteStartObject();
                json.WriteNumber("inputTokens", call.Input);
                Count(json, "cacheReadInputTokens", call.Read);
                Count(json, "cacheWriteInputTokens", call.Written);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Count(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static string Word(LayerVerdict verdict) => verdict switch
    {
        LayerVerdict.Works => "works",
        LayerVerdict.ReadsLittle => "reads little",
        LayerVerdict.WrittenNotRead => "written, not read",
        LayerVerdict.NothingWritten => "nothing written",
        LayerVerdict.NothingRead => "nothing read",
        LayerVerdict.TooShort => "too short",
        LayerVerdict.Hidden => "hidden",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };

    private static string Sentence(ProbeFinding finding) => char.ToUpperInvariant(finding.Sentence[0]) + finding.Sentence[1..] + ".";

    private static string Tokens(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
