using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Simulation;

public enum Conduct
{
    Behaves,

    /// <summary>Its cache fails: it spends a few times what it should, every day.</summary>
    Leaks,

    /// <summary>It behaves until one moment, and from then on calls without end.</summary>
    RunsAway,
}

/// <summary>One member of a simulated fleet.</summary>
/// <param name="Conduct">What it does.</param>
/// <param name="Arn">Its <c>identity.arn</c>, without the session.</param>
/// <param name="Work">What it is for.</param>
/// <param name="Region">Where it calls from.</param>
/// <param name="Model">As it names it.</param>
/// <param name="CallsAnHour">At work.</param>
/// <param name="Context">Input tokens of an ordinary call.</param>
/// <param name="Answer">Output tokens of an ordinary call.</param>
/// <param name="CachePercent">What share of its input the cache serves.</param>
/// <param name="NightPercent">What it does at night, of what it does by day.</param>
/// <param name="Team">Its <c>requestMetadata</c>; null when it sends none.</param>
public sealed record FleetMember(
    Conduct Conduct, string Arn, string Work, string Region, string Model, int CallsAnHour, int Context, int Answer, int CachePercent,
    int NightPercent, string? Team)
{
    public string Principal => Caller.Parse(Arn).Principal.Name;
}

/// <summary>A mixed fleet: most members behave, some leak, one runs away.</summary>
public sealed record FleetPlan(IReadOnlyList<FleetMember> Members, int Days, int RunawayDay)
{
    public const int MostPrincipals = 10_000;
    public const int MostDays = 90;

    private static readonly (string Work, string Model, string Region, int Calls, int Context, int Answer, int Cache, int Night)[] Kinds =
    [
        ("coding", "us.anthropic.claude-sonnet-4-6", "us-east-1", 40, 60_000, 500, 88, 5),
        ("chat", "global.anthropic.claude-haiku-4-5-20251001-v1:0", "eu-west-1", 90, 6_000, 300, 70, 25),
        ("summaries", "amazon.nova-pro-v1:0", "us-east-1", 60, 12_000, 700, 0, 100),
        ("search", "amazon.titan-embed-text-v1", "us-west-2", 300, 800, 0, 0, 60),
        ("review", "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1", "us-west-2", 8, 45_000,
            900, 80, 0),
        ("support", "apac.amazon.nova-lite-v1:0", "ap-northeast-1", 120, 5_000, 250, 40, 50),
        ("extraction", "meta.llama3-1-70b-instruct-v1:0", "us-east-1", 50, 4_000, 400, 0, 30),
    ];

    private static readonly string[] Teams = ["payments", "platform", "growth", "tools"];

    /// <param name="principals">2 to 10,000.</param>
    /// <param name="days">1 to 90.</param>
    /// <param name="seed">The same seed makes the same fleet.</param>
    public static FleetPlan Make(int principals, int days, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(principals, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(principals, MostPrincipals);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        var random = new SplitMix((ulong)(uint)seed ^ 0xF1EE7);
        var runaway = (int)random.Between(0, principals - 1);
        var members = new FleetMember[principals];
        for (var i = 0; i < principals; i++)
        {
            var conduct = i == runaway ? Conduct.RunsAway : random.Chance(60) ? Conduct.Leaks : Conduct.Behaves;
            // Only who works with a cache can lose it.
            var (work, model, region, calls, context, answer, cache, night) = conduct == Conduct.Behaves ? random.Pick(Kinds) : Kinds[0];
            var isUser = conduct == Conduct.Behaves && random.Chance(100);
            var name = FormattableString.Invariant($"{i + 1:0000}");
            members[i] = new FleetMember(
                conduct,
                isUser ? $"arn:aws:iam::{Incident.Account}:user/people/dev-{name}"
                    : $"arn:aws:sts::{Incident.Account}:assumed-role/{(work == "coding" ? "agent" : work)}-{name}",
                work, region, model, calls, context, answer,
                conduct == Conduct.Leaks ? 0 : cache, night, random.Chance(600) ? random.Pick(Teams) : null);
        }

        return new FleetPlan(members, days, (int)random.Between(days / 3, Math.Max(days / 3, days - 1)));
    }
}
