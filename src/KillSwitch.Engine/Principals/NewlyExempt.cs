using System.Globalization;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>
/// Tells of everybody who came after the policy and is exempt by it, once: whoever may make a role chooses its name, and a pattern takes
/// in whatever is made to fit.
/// </summary>
/// <param name="policyAt">When it was put in force.</param>
public sealed class NewlyExempt(CycleContext context, DateTimeOffset policyAt)
{
    private const string Name = "exempt";

    // A flood of names is told at this pace, and nobody is left out.
    private const int MostAtOnce = 10;
    private const int NamedAtMost = 5;

    private static readonly TimeSpan Lately = TimeSpan.FromHours(2);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly RuleBook _rules = context.Rules;
    private readonly string _account = context.Ports.Account;
    private readonly IGuardMemory _memory = context.Ports.Memory;
    private readonly UsageReader _usage = new(context.Ports.Book);
    private readonly MessageDelivery _delivery = context.Enforcement.MessageDelivery;
    private readonly Policy _policy = context.Rules.Policy;

    /// <returns>Those that were told and that `exempt` names by a pattern alone, or were told within a day.</returns>
    public async ValueTask<Condition?> LookAsync(
        IReadOnlyList<ListedPrincipal> everyone, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = await KeptText.ReadAsync(_memory, Name, ExemptMemory.Parse, cancellation);
        if (_policy.Exempt.Count == 0 && before is null)
            return null;
        var callers = await SpentAsync(now - Lately, now, cancellation);
        var (found, after) = new ExemptJudgement(_policy, policyAt, before).Judge(everyone, [.. callers.Keys], _account);
        var told = found.Take(MostAtOnce).ToList();
        if (told.Count > 0)
        {
            var spent = await SpentAsync(now - Day, now, cancellation);
            // Told first, and once by its key: who dies in between tells nobody twice.
            foreach (var one in told)
                await _delivery.TryTellAsync(KeyOf(one), AlertOf(one, spent.GetValueOrDefault(one.Name), now), cancellation);
        }

        var known = after.Known.Where(one => !found.Skip(MostAtOnce).Any(later => Is(later, one)))
            .Select(one => told.Exists(news => Is(news, one)) ? one with { ToldAt = now } : one).ToList();
        after = after with { Known = known };
        if (before is null || before.ToText() != after.ToText())
            await _memory.KeepAsync(Name, after.ToText(), cancellation);
        return ConditionOf([.. known.Where(one => Stands(one, now)).Select(one => one.Name)]);
    }

    private async ValueTask<IReadOnlyDictionary<string, Usage>> SpentAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var hours = _rules.Calendar.Hours(from.ToUnixTimeSeconds(), until.ToUnixTimeSeconds() + 1);
        var sums = await _usage.SumAsync(hours, ScopeText.Shape(_account, [Dimension.Account, Dimension.Principal], ""), cancellation);
        return sums.Where(sum => ScopeText.Value(sum.Key, Dimension.Principal) is not null)
            .ToDictionary(sum => ScopeText.Value(sum.Key, Dimension.Principal)!, sum => sum.Value, StringComparer.Ordinal);
    }

    private static bool Is(NewExempt news, KnownExempt known) => (news.Name, news.CreatedAt) == (known.Name, known.CreatedAt);

    // Whoever is named in full is meant.
    private bool Stands(KnownExempt one, DateTimeOffset now) =>
        one.ToldAt is { } told
            && (now - told < Day
            || !_policy.Exempt.Any(glob => !Exemption.CanBeMadeToFit(glob) && PrincipalPattern.Of(glob).MayMatch(one.Name, _account)));

    private NoticeKey.OfEvent KeyOf(NewExempt one)
    {
        var second = (one.CreatedAt ?? policyAt).ToUnixTimeSeconds();
        return new NoticeKey.OfEvent(NoticeTopic.Exempt, one.Name, new Window(second, second + 1), "new");
    }

    private static Alert AlertOf(NewExempt one, Usage spent, DateTimeOffset now)
    {
        var name = PlainText.Of(one.Name);
        var since = one.CreatedAt is { } created
            ? "made on " + created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                + " UTC, after the policy was put in force"
            : "seen for the first time as a caller, and IAM lists no such role or user";
        var made = one.Name.StartsWith("user/", StringComparison.Ordinal) ? "CreateUser" : "CreateRole";
        return new Alert
        {
            Head = "NEWLY EXEMPT",
            Subject = $"{name} is never stopped",
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"{name} was {since}, and `{PlainText.Of(one.Pattern.Pattern)}` of `exempt` takes it in: no rule stops it. In the last 24 "
                + $"hours it spent {spent.Cost} in {spent.Calls} {(spent.Calls == 1 ? "call" : "calls")}."),
            Remedy = "name in `exempt` in full who is meant, and put that in force with killswitch policy "
                + $"apply{(one.CreatedAt is null ? "" : $"; CloudTrail ({made}, in us-east-1) says who made it")}",
            Kind = "newlyExempt",
            At = now,
            Details = [("who", name), ("pattern", PlainText.Of(one.Pattern.Pattern)),
                ("created", one.CreatedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "unknown"),
                ("spent", spent.Cost.ToString())],
        };
    }

    private static Condition? ConditionOf(IReadOnlyList<string> names) => names.Count == 0
        ? null
        : new Condition(
            GuardCondition.NewlyExempt,
            names.Count == 1 ? $"{PlainText.Of(names[0])} is new and exempt" : $"{names.Count} principals are new and exempt",
            "They came after the policy was put in force, and a pattern of `exempt` takes them in: "
                + $"{Listing.Of([.. names.Select(PlainText.Of)], NamedAtMost)}. No rule stops them.",
            "name in `exempt` in full who is meant, then killswitch policy apply")
        { IsToldElsewhere = true };
}
