using System.Globalization;
using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Terminals;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>One stack, from its plan to its end.</summary>
/// <param name="stack">Which.</param>
/// <param name="output">Who is told and asked.</param>
/// <param name="undertaking">What whoever interrupts it hears.</param>
/// <param name="request">What was asked for.</param>
internal sealed class StackRun(StackInRegion stack, DeployOutput output, Undertaking undertaking, DeployRequest request)
{
    private string Subject => $"{stack.Name} {stack.Region}";

    private string Unchanged => $"nothing of `{stack.Name}` in `{stack.Region}` was changed";

    /// <summary>What is there, when it can be deployed to; null for nothing. A first deployment that failed is cleared away.</summary>
    /// <exception cref="StackFailedException">Something is in the way.</exception>
    public async Task<StackFound?> BeginAsync(CancellationToken cancellation)
    {
        var found = await stack.FindAsync(cancellation);
        if (found is not null && await stack.ObstacleAsync(found, cancellation) is { } obstacle)
            throw new StackFailedException(obstacle, isByAws: false);
        if (found?.State != StackState.NeverDeployed)
            return found;
        if (request.IsDryRun)
        {
            throw new StackFailedException(
                $"`{stack.Name}` in `{stack.Region}` is what is left of a first deployment that failed ({found.Status}), and there is "
                + "nothing to compare with; without --dry-run it is removed first", isByAws: false);
        }

        output.Say($"{stack.Name} in {stack.Region}: removing what is left of a first deployment that failed");
        undertaking.Tell(Subject, $"what is left of a failed deployment of `{stack.Name}` in `{stack.Region}` is being removed");
        await stack.RemoveAsync(found, output.Say, cancellation);
        undertaking.Tell(Subject, null);
        return null;
    }

    /// <param name="found">What is there.</param>
    /// <param name="template">What is deployed.</param>
    /// <param name="bucket">Where it lies, and under which key.</param>
    /// <param name="values">Of its parameters.</param>
    /// <param name="pseudo">Of the account.</param>
    /// <param name="notes">What whoever is asked has to know beside the plan.</param>
    /// <param name="before">What else is done with the same yes; null for nothing.</param>
    public async Task<StackOutcome> DeployAsync(
        StackFound? found, StackTemplate template, (CodeBucket Bucket, string Key) bucket, IReadOnlyList<StackValue> values,
        IReadOnlyDictionary<string, string> pseudo, IReadOnlyList<string> notes, Func<Task>? before, CancellationToken cancellation)
    {
        var had = found is null or { State: StackState.Planned } || await stack.TemplateAsync(cancellation) is not { } old
            ? ((StackTemplate Template, IReadOnlyDictionary<string, string> Values)?)null : (old, found.Parameters);
        undertaking.Tell(
            Subject, Unchanged + "; what CloudFormation had planned may still stand there as a change set, and harms nothing");
        var changes = await stack.PlanAsync(
            // Letters and digits alone, and one of its own each time.
            "killswitch-" + DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), found,
            bucket.Bucket.UrlOf(bucket.Key), template.IsExpanded, values, request.IsRepair, cancellation);
        var plan = StackPlan.Of(stack, changes, had, (template, values), pseudo);
        try
        {
            var answer = await AgreeAsync(plan, changes, found, notes, before is not null);
            if (answer != StackOutcome.Deployed)
            {
                await stack.DiscardAsync(changes, cancellation);
                undertaking.Tell(Subject, null);
                return new StackOutcome(plan, answer, found?.Outputs ?? []);
            }

            if (before is not null)
                await before();
        }
        // Nothing was changed, and no plan is left behind, where that can still be seen to.
        catch
        {
            await undertaking.WriteAsync(
                Subject, null, async token => await stack.TryDiscardAsync(changes, token), isDropped => isDropped ? Unchanged : null,
                CancellationToken.None);
            throw;
        }

        if (changes.IsEmpty)
        {
            undertaking.Tell(Subject, null);
            return new StackOutcome(plan, StackOutcome.Deployed, found?.Outputs ?? []);
        }

        return new StackOutcome(plan, StackOutcome.Deployed, (await ExecuteAsync(changes, found, cancellation)).Outputs);
    }

    private async Task<StackFound> ExecuteAsync(ChangeSet changes, StackFound? found, CancellationToken cancellation)
    {
        // Before it begins, as whoever waits for its end may not be there then.
        var isProtected = found?.IsProtected == true;
        if ((request.Options.TerminationProtection ?? (isProtected || changes.IsNew)) is var wanted && wanted != isProtected)
            await stack.ProtectAsync(wanted, cancellation);
        var since = await stack.EventsAsync(changes.StackId, cancellation);
        var goesOn = $"CloudFormation goes on with `{stack.Name}` in `{stack.Region}` by itself, and takes back what fails: run "
            + "`killswitch deploy` again when it is done";
        await undertaking.WriteAsync(
            Subject, goesOn, async token =>
            {
                await stack.ExecuteAsync(changes, token);
                return 0;
            }, _ => goesOn, cancellation);
        output.Say($"{stack.Name} in {stack.Region}: deploying");
        try
        {
            var ended = await stack.EndAsync(changes, since, output.Say, cancellation);
            undertaking.Tell(Subject, $"`{stack.Name}` in `{stack.Region}` is deployed");
            return ended;
        }
        catch (StackFailedException)
        {
            undertaking.Tell(Subject, null);
            throw;
        }
    }

    private Task<string> AgreeAsync(StackPlan plan, ChangeSet changes, StackFound? found, IReadOnlyList<string> notes, bool isMore)
    {
        var isProtectionAsked = found is not null && request.Options.TerminationProtection is { } asked && asked != found.IsProtected;
        if (changes.IsEmpty && !isMore)
            return isProtectionAsked && !request.IsDryRun ? ProtectedAsync() : Task.FromResult(StackOutcome.Unchanged);
        output.Show(
            $"{stack.Name} in {stack.Region}, {(plan.IsNew ? "new" : "an update")}, release {request.Release.Version}", plan);
        foreach (var note in PlanSummary.Of(plan).Concat(notes))
            output.Note(note);
        if (request.IsDryRun)
            return Task.FromResult(StackOutcome.Planned);
        return Task.FromResult(request.IsAgreed || output.Ask($"Deploy {stack.Name} in {stack.Region}?")
            ? StackOutcome.Deployed : StackOutcome.Declined);

        async Task<string> ProtectedAsync()
        {
            await stack.ProtectAsync(request.Options.TerminationProtection!.Value, CancellationToken.None);
            output.Say($"{stack.Name} in {stack.Region}: termination protection is "
                + (request.Options.TerminationProtection.Value ? "on" : "off"));
            return StackOutcome.Unchanged;
        }
    }
}
