using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Aws.Deploying;

/// <summary>One stack of a guard, home's or a sensor's, from the plan of a deployment to its end, and its removal.</summary>
/// <param name="formation">CloudFormation in the stack's region.</param>
/// <param name="name">Of the stack.</param>
/// <param name="region">Where it is.</param>
public sealed class StackInRegion(AmazonCloudFormationClient formation, string name, string region)
{
    // Between two questions to CloudFormation: what is quick is heard of soon, and what takes minutes is not asked for all the time.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // While CloudFormation works, an answer that does not come is asked for again.
    private const int MostSilences = 10;

    // What it was just asked to do, its first event tells; where none comes, it may have been too quick to be seen.
    private const int MostQuiet = 5;

    private static readonly string[] Capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"];

    public string Name => name;

    public string Region => region;

    /// <summary>Null where there is none.</summary>
    public Task<StackFound?> FindAsync(CancellationToken cancellation) => FindAsync(name, cancellation);

    /// <summary>The template by which it was deployed; null where that cannot be read as one.</summary>
    public async Task<StackTemplate?> TemplateAsync(CancellationToken cancellation)
    {
        try
        {
            return (await formation.GetTemplateAsync(new() { StackName = name, TemplateStage = "Processed" }, cancellation)).TemplateBody
                is { } body ? StackTemplate.Parse(body) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>What there is of it, by logical id: the names by which the services know it.</summary>
    public async Task<IReadOnlyDictionary<string, (string Type, string Name)>> ResourcesAsync(CancellationToken cancellation)
    {
        var resources = Pages.Each(
            token => formation.ListStackResourcesAsync(new() { StackName = name, NextToken = token }, cancellation),
            page => page.NextToken, page => page.StackResourceSummaries);
        var named = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        await foreach (var one in resources.WithCancellation(cancellation))
        {
            if (one is { LogicalResourceId: { } id, PhysicalResourceId: { Length: > 0 } physical })
                named[id] = (one.ResourceType ?? "", physical);
        }

        return named;
    }

    /// <summary>Has CloudFormation work out what would change; nothing does, but that a new stack has its name from then on.</summary>
    /// <param name="changeSet">What it is called.</param>
    /// <param name="found">What is there; null for nothing.</param>
    /// <param name="template">Where it lies in S3.</param>
    /// <param name="isExpanded">Whether CloudFormation has to expand it.</param>
    /// <param name="values">Of its parameters.</param>
    /// <param name="isRepair">Whether it looks at what is there as well, and puts back what was deleted or changed by hand.</param>
    /// <exception cref="StackFailedException">It cannot be worked out.</exception>
    public async Task<ChangeSet> PlanAsync(
        string changeSet, StackFound? found, Uri template, bool isExpanded, IReadOnlyList<StackValue> values, bool isRepair,
        CancellationToken cancellation)
    {
        var isNew = found is null or { State: StackState.Planned };
        // Of a name that was there somebody else may be looking at what would be made.
        var isNameOurs = found is null;
        var made = await formation.CreateChangeSetAsync(new()
        {
            StackName = name,
            ChangeSetName = changeSet,
            ChangeSetType = isNew ? "CREATE" : "UPDATE",
            TemplateURL = template.AbsoluteUri,
            DeploymentMode = isRepair && !isNew ? "REVERT_DRIFT" : null,
            Capabilities = isExpanded ? [.. Capabilities, "CAPABILITY_AUTO_EXPAND"] : [.. Capabilities],
            Parameters = [.. values.Select(value => new Parameter
            {
                ParameterKey = value.Name,
                ParameterValue = value.IsPrevious ? null : value.Value,
                UsePreviousValue = value.IsPrevious ? true : null,
            })],
        }, cancellation);
        var (id, stack) = (made.Id ?? changeSet, made.StackId ?? name);
        var answer = await DescribedAsync(id, cancellation).FirstAsync(cancellation);
        for (var pause = FirstPause; answer.Status is "CREATE_PENDING" or "CREATE_IN_PROGRESS"; pause = Longer(pause))
        {
            await Task.Delay(pause, cancellation);
            answer = await DescribedAsync(id, cancellation).FirstAsync(cancellation);
        }

        if (answer.Status == "FAILED")
        {
            await DiscardAsync(new ChangeSet(id, stack, isNew, []) { IsNameOurs = isNameOurs }, cancellation);
            return SaysNothing(answer.StatusReason) ? new ChangeSet(null, stack, isNew, []) : throw new StackFailedException(
                $"CloudFormation cannot work out what changes in `{name}` ({region}), and nothing was deployed: "
                + AwsProblem.OneLine(answer.StatusReason ?? "it does not say why"), isByAws: true);
        }

        var changes = await DescribedAsync(id, cancellation).ToListAsync(cancellation);
        return new ChangeSet(id, stack, isNew,
        [
            .. changes.SelectMany(page => page.Changes ?? []).Select(one => one.ResourceChange).OfType<ResourceChange>()
                .Select(one => new PlannedChange(
                    one.Action ?? "", one.ResourceType ?? "", one.LogicalResourceId ?? "",
                    one is { Action: "Modify", Replacement: "True" or "Conditional" } ? one.Replacement : null)),
        ])
        {
            IsNameOurs = isNameOurs,
        };
    }

    /// <summary>Drops what was planned, and the name of a stack that was to be made, where the plan has made it.</summary>
    public async Task DiscardAsync(ChangeSet planned, CancellationToken cancellation)
    {
        if (planned.Id is null)
            return;
        await formation.DeleteChangeSetAsync(new() { ChangeSetName = planned.Id }, cancellation);
        if (planned.IsNameOurs && (await FindAsync(planned.StackId, cancellation))?.State == StackState.Planned)
            await formation.DeleteStackAsync(new() { StackName = planned.StackId }, cancellation);
    }

    /// <summary>The same where nothing else can be done about it.</summary>
    /// <returns>Whether it is dropped.</returns>
    public async Task<bool> TryDiscardAsync(ChangeSet planned, CancellationToken cancellation)
    {
        try
        {
            await DiscardAsync(planned, cancellation);
            return true;
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return false;
        }
    }

    /// <summary>Has what was planned done; whether it is, <see cref="EndAsync"/> says.</summary>
    public Task ExecuteAsync(ChangeSet planned, CancellationToken cancellation) =>
        formation.ExecuteChangeSetAsync(new() { ChangeSetName = planned.Id }, cancellation);

    /// <summary>Waits until CloudFormation has done with it.</summary>
    /// <param name="planned">What it does.</param>
    /// <param name="since">The events before it, of <see cref="EventsAsync"/>.</param>
    /// <param name="said">Hears of each event.</param>
    /// <exception cref="StackFailedException">It failed, and was taken back.</exception>
    public async Task<StackFound> EndAsync(
        ChangeSet planned, IReadOnlySet<string> since, Action<StackStep> said, CancellationToken cancellation)
    {
        var steps = new Steps(since, said);
        var found = await WaitAsync(planned.StackId, steps, cancellation);
        if (found is not null && StackStates.IsDone(found.Status))
            return found;
        var status = found?.Status ?? "DELETE_COMPLETE";
        // Only its name is left, which nothing has to protect; the next deployment takes it off as well.
        if (planned.IsNew && found is { IsProtected: true })
            await TryUnprotectAsync(cancellation);
        throw new StackFailedException(
            $"the deployment of `{name}` in `{region}` failed ({status}){steps.Why}; "
            + (planned.IsNew ? "nothing of it is left but its name: mend what is said, and run it again"
                : StackStates.Of(status) == StackState.Stuck ? StuckClause
                : "CloudFormation put back what was there before: mend what is said, and run it again"), isByAws: true);
    }

    /// <summary>Removes it, and waits until it is gone.</summary>
    /// <param name="found">What is there.</param>
    /// <param name="said">Hears of each event.</param>
    /// <exception cref="StackFailedException">Something of it could not be removed.</exception>
    public async Task RemoveAsync(StackFound found, Action<StackStep> said, CancellationToken cancellation)
    {
        var since = await EventsAsync(found.Id, cancellation);
        if (found.IsProtected)
            await ProtectAsync(false, cancellation);
        await formation.DeleteStackAsync(new() { StackName = found.Id }, cancellation);
        var steps = new Steps(since, said);
        if (await WaitAsync(found.Id, steps, cancellation) is { State: not StackState.Gone } left)
        {
            throw new StackFailedException(
                $"`{name}` in `{region}` could not be removed whole ({left.Status}){steps.Why}; mend what is said, and run it again",
                isByAws: true);
        }
    }

    /// <summary>Whether CloudFormation refuses to delete it.</summary>
    public Task ProtectAsync(bool isProtected, CancellationToken cancellation) => formation.UpdateTerminationProtectionAsync(
        new() { StackName = name, EnableTerminationProtection = isProtected }, cancellation);

    /// <summary>What keeps it from being deployed to; null for nothing.</summary>
    public async Task<string?> ObstacleAsync(StackFound found, CancellationToken cancellation) =>
        await StrangerAsync(found, cancellation) ?? found.State switch
        {
            StackState.Busy => BusyClause(found),
            StackState.Stuck when found.Status == "IMPORT_ROLLBACK_FAILED" =>
                $"`{name}` in `{region}` is in {found.Status}: {ImportClause}",
            StackState.Stuck => $"`{name}` in `{region}` is in {found.Status}: {StuckClause}",
            StackState.HalfRemoved => $"a removal of `{name}` in `{region}` was not finished ({found.Status}): `killswitch destroy` "
                + "finishes it, and then a deployment begins anew",
            _ => null,
        };

    /// <summary>What keeps it from being removed; null for nothing.</summary>
    public async Task<string?> HoldAsync(StackFound found, CancellationToken cancellation) =>
        await StrangerAsync(found, cancellation) ?? (found.State == StackState.Busy ? BusyClause(found) : null);

    /// <summary>The ids of the events that there are.</summary>
    public async Task<IReadOnlySet<string>> EventsAsync(string stack, CancellationToken cancellation)
    {
        // The newest page: what is older is behind it.
        var newest = await EventPagesAsync(stack, cancellation).FirstAsync(cancellation);
        return newest.StackEvents?.Select(one => one.EventId ?? "").ToHashSet(StringComparer.Ordinal) ?? [];
    }

    // Somebody else's stack of the name would lose all that is in it.
    private async Task<string?> StrangerAsync(StackFound found, CancellationToken cancellation) =>
        found.State == StackState.Planned || IsGuards(found.Description)
            || IsGuards((await TemplateAsync(cancellation))?.Description)
            ? null
            : $"`{name}` in `{region}` is a stack of something else, and was left alone; `--stack NAME` says which is the guard's";

    private static bool IsGuards(string? description) =>
        description?.StartsWith(Core.Deployments.StackName.Description, StringComparison.Ordinal) == true;

    private string BusyClause(StackFound found) => $"CloudFormation is busy with `{name}` in `{region}` ({found.Status}), and nothing was "
        + "changed: run it again when that is over";

    // CloudFormation has no way on from it but its removal.
    private const string ImportClause = "CloudFormation could not take back an import of resources: mend what its events say and ask AWS "
        + "Support, or remove the stack with `killswitch destroy`";

    private string StuckClause => "CloudFormation could not put back what was there before; mend what its events say, run `aws "
        + $"cloudformation continue-update-rollback --stack-name {name} --region {region}`, and then deploy again";

    private async Task TryUnprotectAsync(CancellationToken cancellation)
    {
        try
        {
            await ProtectAsync(false, cancellation);
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            // What failed before is what is said.
        }
    }

    private IAsyncEnumerable<DescribeChangeSetResponse> DescribedAsync(string id, CancellationToken cancellation) => Pages.Of(
        token => formation.DescribeChangeSetAsync(new() { ChangeSetName = id, NextToken = token }, cancellation), page => page.NextToken);

    private IAsyncEnumerable<DescribeStackEventsResponse> EventPagesAsync(string stack, CancellationToken cancellation) => Pages.Of(
        token => formation.DescribeStackEventsAsync(new() { StackName = stack, NextToken = token }, cancellation), page => page.NextToken);

    private async Task<StackFound?> FindAsync(string stack, CancellationToken cancellation)
    {
        try
        {
            var found = await Pages.Each(
                token => formation.DescribeStacksAsync(new() { StackName = stack, NextToken = token }, cancellation),
                page => page.NextToken, page => page.Stacks).FirstOrDefaultAsync(cancellation);
            return found is not { StackId: { } id, StackStatus: { } status } ? null : new StackFound(
                id, status, found.Description, found.EnableTerminationProtection == true,
                (found.Parameters ?? [])
                    .ToDictionary(one => one.ParameterKey ?? "", one => one.ParameterValue ?? "", StringComparer.Ordinal),
                [.. (found.Outputs ?? []).Select(one => KeyValuePair.Create(one.OutputKey ?? "", one.OutputValue ?? ""))]);
        }
        // CloudFormation's word for a stack that is not there.
        catch (AmazonCloudFormationException missing) when (missing.ErrorCode == "ValidationError")
        {
            return null;
        }
    }

    private async Task<StackFound?> WaitAsync(string stack, Steps steps, CancellationToken cancellation)
    {
        for (var (silences, quiet, pause) = (0, 0, FirstPause); ; pause = Longer(pause))
        {
            try
            {
                var found = await FindAsync(stack, cancellation);
                await TellAsync(stack, steps, cancellation);
                if (found is null || (found.State is not (StackState.Busy or StackState.Planned)
                    && (steps.HaveBegun || ++quiet > MostQuiet)))
                {
                    return found;
                }

                silences = 0;
            }
            catch (Exception error) when (AwsFailure.Is(error) && IsPassing(error) && ++silences < MostSilences)
            {
                // It is asked again.
            }

            await Task.Delay(pause, cancellation);
        }
    }

    // The events since the last time, the oldest first.
    private async Task TellAsync(string stack, Steps steps, CancellationToken cancellation)
    {
        var news = new List<StackEvent>();
        await foreach (var page in EventPagesAsync(stack, cancellation))
        {
            var fresh = (page.StackEvents ?? []).Where(steps.IsNew).ToList();
            news.AddRange(fresh);
            if (fresh.Count == 0 || fresh.Count < page.StackEvents!.Count)
                break;
        }

        news.Reverse();
        news.ForEach(steps.Take);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private static bool IsPassing(Exception error) => AwsProblem.Of(error) is not { } problem
        || problem.Stage == AwsStage.Way || (error is Amazon.Runtime.AmazonServiceException { ErrorCode: { } code }
            && (code.Contains("Throttl", StringComparison.Ordinal) || code is "ServiceUnavailable" or "InternalFailure"));

    private static bool SaysNothing(string? reason) => reason is not null
        && (reason.Contains("didn't contain changes", StringComparison.Ordinal)
            || reason.Contains("No updates are to be performed", StringComparison.Ordinal));

    private sealed class Steps(IReadOnlySet<string> since, Action<StackStep> said)
    {
        private readonly HashSet<string> _seen = new(since, StringComparer.Ordinal);
        private StackStep? _first;

        /// <summary>The first that failed, as the rest of a clause.</summary>
        public string Why => _first is { } step
            ? $": `{step.Id}` ({step.Type}): {AwsProblem.OneLine(step.Reason ?? "CloudFormation does not say why")}" : "";

        public bool HaveBegun { get; private set; }

        public bool IsNew(StackEvent one) => !_seen.Contains(one.EventId ?? "");

        public void Take(StackEvent one)
        {
            HaveBegun = true;
            _seen.Add(one.EventId ?? "");
            var step = new StackStep(
                one.ResourceStatus ?? "", one.ResourceType ?? "", one.LogicalResourceId ?? "",
                one.ResourceStatusReason is { Length: > 0 } reason ? reason : null);
            if (_first is null && step.IsFailure)
                _first = step;
            said(step);
        }
    }
}
