using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>The cases of a file, or every mistake that it has.</summary>
/// <param name="Cases">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the file.</param>
public sealed record CaseFileResult(PolicyCases? Cases, IReadOnlyList<YamlProblem> Problems);

/// <summary>
/// Reads a file of cases: <c>version: 1</c>, <c>policy</c>, <c>start</c>, <c>account</c>, <c>defaults</c> and <c>cases</c>, each with
/// <c>name</c>, <c>calls</c> and <c>expect</c>.
/// </summary>
public static class CaseFileReader
{
    private static readonly string[] Keys = ["version", "policy", "start", "account", "defaults", "cases"];
    private static readonly string[] CaseKeys = ["name", "calls", "expect"];

    /// <summary>Where the policy is, as the file says; null where it does not, or cannot be read.</summary>
    public static string? PolicyPath(string yaml) => YamlFile.Load(yaml, "file of cases", []) is { } root
        && root.Children.TryGetValue("policy", out var path) ? PolicyReading.Text(path) : null;

    /// <summary>Whether it is a policy, and no file of cases.</summary>
    public static bool IsPolicy(string yaml) =>
        YamlFile.Load(yaml, "file of cases", []) is { } root && PolicyKind.IsPolicy(root);

    /// <param name="yaml">The file.</param>
    /// <param name="policy">That it is for.</param>
    /// <param name="prices">What calls cost under it.</param>
    public static CaseFileResult Read(string yaml, Policy policy, IPriceBook prices)
    {
        var reading = new PolicyReading();
        var cases = YamlFile.Load(yaml, "file of cases", reading.Problems) is { } root ? Cases(root, policy, prices, reading) : null;
        reading.Problems.Sort();
        return new CaseFileResult(reading.Problems.Count == 0 ? cases : null, reading.Problems);
    }

    private static PolicyCases? Cases(YamlMappingNode root, Policy policy, IPriceBook prices, PolicyReading reading)
    {
        if (reading.Fields(root, "a file of cases", Keys) is not { } fields)
            return null;
        if (!fields.TryGetValue("version", out var version))
            reading.Problem(root, "`version` is missing; allowed is `version: 1`");
        else if (version is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "1" })
            reading.Problem(version, $"{PolicyReading.Quoted(version)} is not a version of a file of cases; allowed is `1`");
        if (fields.TryGetValue("policy", out var path) && PolicyReading.Text(path) is not { Length: > 0 })
            reading.Problem(path, $"{PolicyReading.Quoted(path)} is not where a policy is; allowed is a path from this file");
        var clock = new CaseClock(Start(fields.GetValueOrDefault("start"), reading), WindowCalendar.Of(policy.TimeZone));
        var common = fields.TryGetValue("defaults", out var defaults)
            ? reading.Fields(defaults, "the defaults of calls", CallReader.CommonKeys) ?? []
            : [];
        var enforced = policy with { Mode = PolicyMode.Enforce };
        var calls = new CallReader(reading, clock, Account(fields.GetValueOrDefault("account"), reading), prices, common);
        var expectations = new ExpectationReader(reading, clock, policy);
        if (!fields.TryGetValue("cases", out var list) || list is not YamlSequenceNode { Children.Count: > 0 } items)
        {
            reading.Problem(list ?? root, "there are no `cases`; allowed is a list of `{ name, calls, expect }`");
            return null;
        }

        var cases = items.Children.Select(item => Case(item, calls, expectations, reading)).OfType<PolicyCase>().ToList();
        foreach (var twin in cases.GroupBy(one => one.Name).Where(group => group.Count() > 1).Select(group => group.Last()))
            reading.Problems.Add(new YamlProblem(twin.Line, 1, $"`{twin.Name}` is the name of an earlier case; names are unique"));
        return new PolicyCases(enforced, policy.Mode == PolicyMode.Observe, clock, cases);
    }

    private static PolicyCase? Case(YamlNode node, CallReader calls, ExpectationReader expectations, PolicyReading reading)
    {
        if (reading.Fields(node, "a case", CaseKeys) is not { } fields)
            return null;
        foreach (var key in CaseKeys.Where(key => !fields.ContainsKey(key)))
            reading.Problem(node, $"this case lacks `{key}`; allowed is `{{ name, calls, expect }}`");
        if (!fields.TryGetValue("name", out var name) || !fields.TryGetValue("calls", out var made)
            || !fields.TryGetValue("expect", out var expect))
        {
            return null;
        }

        if (PolicyReading.Text(name) is not { Length: > 0 } text)
        {
            reading.Problem(name, $"{PolicyReading.Quoted(name)} is no name of a case; allowed is a text");
            return null;
        }

        var before = reading.Problems.Count;
        var records = calls.Read(made);
        // Whom a broken call would have named, nobody knows.
        return reading.Problems.Count == before && expectations.Read(expect, records) is { } expectation
            ? new PolicyCase(text, node.Start.Line, records, expectation)
            : null;
    }

    private static DateOnly Start(YamlNode? node, PolicyReading reading)
    {
        var day = node is null ? CaseClock.Start : reading.Day(node) ?? CaseClock.Start;
        if (CaseClock.IsKnown(day.Year))
            return day;
        reading.Problem(node!, $"{PolicyReading.Quoted(node!)} is too far away; allowed is a day from 2020 to 2099");
        return CaseClock.Start;
    }

    private static string Account(YamlNode? node, PolicyReading reading)
    {
        const string example = "111122223333";
        if (node is null)
            return example;
        if (PolicyReading.Text(node) is { Length: 12 } id && id.All(char.IsAsciiDigit))
            return id;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is no account; allowed is an id of 12 digits, such as `\"{example}\"`");
        return example;
    }
}
