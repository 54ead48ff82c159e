using System.Globalization;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// When it begins, the policy that is in force then, and what happens, in order. Its text is read again by <see cref="Parse"/>.
/// </summary>
internal sealed record History(DateTimeOffset Start, PolicySpec Policy, IReadOnlyList<Step> Steps)
{
    public static History Parse(string text)
    {
        var (start, policy, steps) = (DateTimeOffset.UnixEpoch, new PolicySpec(), new List<Step>());
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "start":
                    start = DateTimeOffset.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "policy":
                    policy = PolicySpec.Parse(words[1..]) with { Rules = policy.Rules };
                    break;
                case "rule":
                    policy = policy with { Rules = [.. policy.Rules, RuleSpec.Parse(words[1..])] };
                    break;
                default:
                    steps.Add(StepText.Parse(words));
                    break;
            }
        }

        return new History(start, policy, steps);
    }

    public override string ToString() => string.Join(
        '\n',
        [$"start {Start.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z", $"policy {Policy}", .. Policy.Rules.Select(rule => $"rule {rule}"),
            .. Steps.Select(step => step.ToString())]);
}
