using System.Text.Json;
using KillSwitch.Overshoot.Innocents;
using KillSwitch.Overshoot.Watchers;

namespace KillSwitch.Overshoot.Results;

/// <summary>A study as JSON: shares of the limit with six decimals. The committed one is what later ones are held against.</summary>
internal static class ResultFile
{
    /// <summary>How much worse a share may get, of the limit: what a change elsewhere in the workloads may move.</summary>
    public const decimal Margin = 0.0025m;

    public static void Write(string path, int seeds, IReadOnlyList<Summary> summaries, IReadOnlyList<InnocentSummary> innocents)
    {
        using var file = File.Create(path);
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("seeds", seeds);
            json.WriteStartArray("results");
            foreach (var one in summaries)
            {
                json.WriteStartObject();
                json.WriteString("workload", one.Workload);
                json.WriteString("watching", one.WatchedBy.ToString());
                json.WriteNumber("limit", one.Limit);
                json.WriteNumber("cases", one.Cases);
                foreach (var (name, share) in Shares(one))
                    json.WriteNumber(name, Math.Round(share, 6));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("innocents");
            foreach (var one in innocents)
            {
                json.WriteStartObject();
                json.WriteString("innocent", one.Name);
                json.WriteNumber("callers", one.Callers);
                json.WriteNumber("stopped", one.Stopped);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        file.WriteByte((byte)'\n');
    }

    /// <summary>One sentence for each kind of innocents of whom any was stopped, whatever was committed.</summary>
    public static IReadOnlyList<string> Stopped(IReadOnlyList<InnocentSummary> innocents) =>
        [.. innocents.Where(one => one.Stopped > 0).Select(one => $"{one.Name}: {one.Stopped} of {one.Callers} innocents were stopped")];

    /// <summary>
    /// One sentence for each figure of the guard that got worse than the committed one by more than <see cref="Margin"/>, or is not in it.
    /// </summary>
    public static IReadOnlyList<string> Worse(string committed, int seeds, IReadOnlyList<Summary> summaries)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(committed));
        if (json.RootElement.GetProperty("seeds").GetInt32() != seeds)
            return [$"`{committed}` is of {json.RootElement.GetProperty("seeds").GetInt32()} seeds, this study of {seeds}"];
        var before = json.RootElement.GetProperty("results").EnumerateArray()
            .ToDictionary(one => (one.GetProperty("workload").GetString()!, one.GetProperty("watching").GetString()!));
        return [.. summaries.Where(one => one.WatchedBy.IsGuard())
            .SelectMany(one => before.TryGetValue((one.Workload, one.WatchedBy.ToString()), out var old)
            ? Shares(one).Where(share => share.Share > old.GetProperty(share.Name).GetDecimal() + Margin).Select(share =>
                $"{one.Workload} under {one.WatchedBy.Name()}: `{share.Name}` is {MarkdownTable.Share(share.Share)} of the limit, was "
                    + $"{MarkdownTable.Share(old.GetProperty(share.Name).GetDecimal())}")
            : [$"{one.Workload} under {one.WatchedBy.Name()} is not in `{committed}`"])];
    }

    private static IEnumerable<(string Name, decimal Share)> Shares(Summary one) =>
    [
        ("pastMedian", one.PastMedian),
        ("pastP95", one.PastP95),
        ("pastWorst", one.PastWorst),
        ("pastMean", one.PastMean),
        ("unspentMean", one.UnspentMean),
        ("unspentP95", one.UnspentP95),
    ];
}
