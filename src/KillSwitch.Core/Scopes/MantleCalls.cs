using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// Counters of the mantle endpoint's calls by the minute and all that is known of a caller, so that whoever knows the minute's tokens finds
/// by whom they were spent; the tokens are what was given to that caller of the minute:
/// <c>account=111122223333|mantle|region=us-east-1|project=default|model=openai.gpt-oss-120b|caller=arn:…</c>.
/// </summary>
public static class MantleCalls
{
    /// <summary>Of a call's own minute.</summary>
    public static CounterKey Counter(MantleInvocation call)
    {
        var text = new StringBuilder("account=").Append(call.Account).Append("|mantle");
        Add("region", call.Region);
        Add("project", call.ProjectName ?? "");
        Add("model", call.Model.Raw);
        Add("caller", call.CallerArn);
        Add("tier", call.Tier.ToString());
        // A list within one value: its separators are written once more.
        Add("tags", string.Join('&', (call.Tags ?? new Dictionary<string, string>()).OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{Uri.EscapeDataString(tag.Key)}={Uri.EscapeDataString(tag.Value)}")));
        return new CounterKey(text.ToString(), Window.MinuteOf(call.Timestamp.ToUnixTimeSeconds()));

        void Add(string name, string value)
        {
            text.Append('|').Append(name).Append('=');
            ScopeText.Append(text, value);
        }
    }

    /// <summary>What the scopes of all of them have in common, for one account.</summary>
    public static string Shape(string account) => $"account={account}|mantle|region|project|model|caller|tier|tags";

    /// <summary>The minutes between two moments, in seconds since 1970.</summary>
    public static IReadOnlyList<Window> Minutes(long from, long until)
    {
        var minutes = new List<Window>();
        for (var minute = Window.MinuteOf(from); minute.Start < until; minute = Window.MinuteOf(minute.End))
            minutes.Add(minute);
        return minutes;
    }

    /// <summary>Where a counter's calls were made.</summary>
    public static string RegionOf(string scope) => Value(scope, "region");

    /// <summary>The model as the caller named it.</summary>
    public static ModelId ModelOf(string scope) => ModelId.Parse(Value(scope, "model"));

    /// <summary>Null where none is known.</summary>
    public static string? ProjectOf(string scope) => Value(scope, "project") is { Length: > 0 } project ? project : null;

    /// <summary>What a counter's callers share of a minute's tokens.</summary>
    /// <param name="scope">Of one of these counters.</param>
    /// <param name="account">Whose.</param>
    /// <param name="second">The start of the minute that the tokens are of.</param>
    /// <param name="tokens">The part.</param>
    /// <param name="covered">For how many calls.</param>
    /// <param name="isEstimated">Whether others share them.</param>
    public static MantleShare ShareOf(string scope, string account, long second, TokenUsage tokens, long covered, bool isEstimated)
    {
        var (region, arn) = (RegionOf(scope), Value(scope, "caller"));
        return new MantleShare
        {
            // What makes it the same share, however often it is reckoned.
            Id = new RecordId(account, region, string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"mantle {second} {scope}")),
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(second),
            Caller = Caller.Parse(arn),
            CallerArn = arn,
            Model = ModelOf(scope),
            ProjectName = ProjectOf(scope),
            Tier = Enum.TryParse<ServiceTier>(Value(scope, "tier"), out var tier) ? tier : ServiceTier.Standard,
            Tags = TagsOf(Value(scope, "tags")),
            Tokens = tokens,
            HasTokenCounts = true,
            Covered = covered,
            IsEstimated = isEstimated,
        };
    }

    private static Dictionary<string, string>? TagsOf(string text) => text.Length == 0 ? null : text.Split('&')
        .Select(tag => tag.Split('=', 2)).Where(tag => tag.Length == 2)
        .ToDictionary(tag => Uri.UnescapeDataString(tag[0]), tag => Uri.UnescapeDataString(tag[1]), StringComparer.Ordinal);

    private static string Value(string scope, string name) => ScopeText.Value(scope, name) ?? "";
}
