using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>A version of the policy, and who put it in force.</summary>
/// <param name="Number">From 1.</param>
/// <param name="By">The ARN of the person, as they wrote it down.</param>
/// <param name="At">When.</param>
/// <param name="Text">The file.</param>
/// <param name="Policy">What it says.</param>
public sealed record AppliedPolicy(int Number, string By, DateTimeOffset At, string Text, Policy Policy);

/// <summary>
/// Tells of a policy that was put in force: who, and what it changes; loudly where it lets somebody go, or who applied it may not. By the
/// guard, once, whatever tool the person had and whatever became of it.
/// </summary>
public sealed class PolicyWord(Enforcement enforcement)
{
    /// <param name="before">The one before; null where there was none, or it cannot be read.</param>
    /// <param name="applied">What is told of.</param>
    /// <param name="wasEdited">Whether somebody edited the text of a version in the table.</param>
    /// <param name="now">When it is told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where it was told before.</returns>
    public async ValueTask<bool> TellAsync(
        AppliedPolicy? before, AppliedPolicy applied, bool wasEdited, DateTimeOffset now, CancellationToken cancellation)
    {
        var open = await enforcement.Ports.Stops.OpenAsync(cancellation);
        var change = PolicyChange.Of(before?.Policy, applied.Policy, open);
        List<string> loud = [.. change.Loosened];
        if (new Asking(enforcement.Operators).Refusal(applied.By, open) is { } refusal)
            loud.Insert(0, refusal);
        if (wasEdited)
            loud.Insert(0, "its text was edited in the guard's table, under the number that it had: nobody says who did that");
        var version = string.Create(CultureInfo.InvariantCulture, $"version {applied.Number}");
        var changed = change.Sentences.Count == 0 ? "No rule, no exemption and no setting changed." : Sentence(change.Sentences);
        var alert = new Alert
        {
            Head = loud.Count > 0 ? "POLICY LOOSENED" : "POLICY",
            Subject = $"{version} by {Short(applied.By)}",
            Text = $"{applied.By} put {version} of the policy in force. {Sentence(loud)}{changed.TrimEnd()}",
            Remedy = loud.Count > 0
                ? "if this is not meant, put the file that was in force before in force again: killswitch policy apply FILE"
                : null,
            Kind = "policy",
            At = now,
            Details = [("version", applied.Number.ToString(CultureInfo.InvariantCulture)), ("by", applied.By)],
        };
        return await enforcement.MessageDelivery.TryTellAsync(KeyOf(applied), alert, cancellation);
    }

    private static string Sentence(IEnumerable<string> clauses) =>
        string.Concat(clauses.Select(clause => char.ToUpperInvariant(clause[0]) + clause[1..] + ". "));

    // An edited text is another word.
    private static NoticeKey.OfEvent KeyOf(AppliedPolicy applied)
    {
        var second = applied.At.ToUnixTimeSeconds();
        var text = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(applied.Text)))[..16];
        return new NoticeKey.OfEvent(
            NoticeTopic.Policy, FormattableString.Invariant($"{applied.Number}/{text}"), new Window(second, second + 1), "applied");
    }

    private static string Short(string by) => by[(by.LastIndexOf(':') + 1)..];
}
