using System.Globalization;
using KillSwitch.Aws.Deploying;
using KillSwitch.Aws.Functions;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>
/// Deploys a guard and its sensors from a release: the sensors that are no longer asked for go first, while home still lets them write;
/// then home, then the sensors that are asked for, which name what is home's.
/// </summary>
/// <param name="access">The account.</param>
/// <param name="output">Who is told and asked.</param>
/// <param name="undertaking">What whoever interrupts it hears.</param>
/// <param name="request">What was asked for.</param>
internal sealed class GuardDeployer(DeployAccess access, DeployOutput output, Undertaking undertaking, DeployRequest request)
{
    private const string Concurrency = "meterConcurrency";

    private readonly List<StackOutcome> _outcomes = [];

    /// <summary>What became of each stack, home's first.</summary>
    public IReadOnlyList<StackOutcome> Outcomes => _outcomes;

    /// <summary>The regions whose sensors were removed.</summary>
    public IReadOnlyList<string> Removed { get; private set; } = [];

    /// <returns>The exit code.</returns>
    /// <exception cref="StackFailedException">It cannot go on.</exception>
    /// <exception cref="ArgumentException">An option has no value, or one that is no longer allowed.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var stack = access.HomeStack(request.Stack);
        var run = new StackRun(stack, output, undertaking, request);
        var found = await run.BeginAsync(cancellation);
        var (deployed, repair) = found is null or { State: StackState.Planned } ? (null, null)
            : await PlaceAsync(stack, cancellation);
        var template = request.Release.Home;
        var known = Known(found, deployed);
        var choice = new Choice(
            request.Options.Given, found is null or { State: StackState.Planned } ? Choice.Nothing : found.Parameters, known, template);
        choice = choice.Where(DeploymentOptions.Operators, Deployer(choice));
        if (choice.Effective(DeploymentOptions.RetainData) == "false")
            template = template.RetainingNothing();
        DeploymentOptions.CheckTogether(request.Options.Given, choice.Effective);
        RegionChoice.Check(request.Options.Given, access.Home, access.Partition);
        var regions = await RegionsAsync(choice, deployed?.Sensors ?? [], cancellation);
        if (template.Parameters.ContainsKey(DeploymentOptions.Regions) && string.Join(',', regions) is var text
            && text != (choice.Effective(DeploymentOptions.Regions) ?? ""))
        {
            RegionChoice.CheckRoom(template.Parameters[DeploymentOptions.Regions], regions, text);
            choice = choice.With(DeploymentOptions.Regions, text);
        }

        // Half-way through, the deployment would fail by it.
        if (request.Options.Given.TryGetValue(Concurrency, out var reserved)
            && int.TryParse(reserved, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await access.ConcurrencyAsync(cancellation) is { } limit)
        {
            AccountConcurrency.Check(number, limit);
        }

        // Whatever is in the way of a sensor is said before home is touched.
        foreach (var region in regions)
        {
            var sensor = access.SensorStack(request.Stack, region);
            if (await SensorAsync(sensor, cancellation) is { } there && await sensor.ObstacleAsync(there, cancellation) is { } obstacle)
                throw new StackFailedException(obstacle, isByAws: false);
        }

        List<string> leaving = [.. (deployed?.Sensors ?? []).Except(regions).Where(region => region != access.Home)];
        var (bucket, values, key) = await PreparedAsync(
            template, choice, BucketOf(template, found), access.Home, null, cancellation);
        var home = await run.DeployAsync(
            found, template, (bucket, key), values, access.PseudoParameters,
            [
                .. leaving.Count == 0 ? (string[])[]
                    : [$"Before that, the sensor of {string.Join(", ", leaving)} is removed: it is no longer asked for."],
                .. repair is null ? (string[])[] : [repair],
                .. LockedOut(choice, found),
            ],
            leaving.Count == 0 && repair is null ? null : BeforeAsync, cancellation);
        _outcomes.Add(home);
        if (home.Word == StackOutcome.Declined)
            return Declined(bucket);
        if (request.IsDryRun)
        {
            if (regions.Count > 0)
                output.Print($"What changes in {string.Join(", ", regions)} is known when home is deployed.");
            output.Print(
                $"Nothing was deployed: this was a dry run. The bucket {bucket.Name}, and the release that was put into it, stay.");
            return ExitCode.Done;
        }

        foreach (var region in regions)
        {
            if (!await SensorAsync(region, choice, values, cancellation))
                return Declined(null);
        }

        return ExitCode.Done;

        async Task BeforeAsync()
        {
            await RemoveAsync(leaving, cancellation);
            // Before CloudFormation, which cannot change a parameter that is gone.
            if (repair is not null)
                await access.WriteAsync(deployed!, cancellation);
        }
    }

    private int Declined(CodeBucket? bucket)
    {
        output.Warn(bucket is null ? "what is left was not deployed; `killswitch deploy` again asks for it"
            : $"nothing was deployed; the bucket `{bucket.Name}`, and the release that was put into it, stay");
        return ExitCode.Refused;
    }

    private async Task<bool> SensorAsync(
        string region, Choice home, IReadOnlyList<StackValue> homeValues, CancellationToken cancellation)
    {
        var stack = access.SensorStack(request.Stack, region);
        var run = new StackRun(stack, output, undertaking, request);
        var found = await run.BeginAsync(cancellation);
        var place = (await access.DeployedAsync(request.Stack, cancellation)).Place ?? throw new StackFailedException(
            $"home in `{access.Home}` has not written down where it lives, and the sensor of `{region}` was not deployed: run it again",
            isByAws: true);
        var template = request.Release.Sensor;
        // One choice for the whole guard: what home goes by, the sensor goes by.
        var given = homeValues.Where(one => template.Parameters.ContainsKey(one.Name) && !template.Filled.ContainsKey(one.Name))
            .Aggregate(home.Given, (all, one) => all.SetItem(one.Name, one.Value));
        var choice = new Choice(given, found?.Parameters ?? Choice.Nothing, Choice.Nothing, template);
        var (bucket, values, key) = await PreparedAsync(template, choice, null, region, place, cancellation);
        var outcome = await run.DeployAsync(
            found, template, (bucket, key), values, access.PseudoParameters, [], null, cancellation);
        _outcomes.Add(outcome);
        return outcome.Word != StackOutcome.Declined;
    }

    private async Task<(CodeBucket Bucket, IReadOnlyList<StackValue> Values, string Key)> PreparedAsync(
        StackTemplate template, Choice choice, string? bucketName, string region, Deployment? home, CancellationToken cancellation)
    {
        // Faults are found before anything is made.
        choice.Values(new FilledIn("", "", request.Stack, home));
        var (file, package) = await request.Release.PackageAsync(choice.Effective(DeploymentOptions.Architecture) ?? "x86_64");
        var bucket = access.Bucket(bucketName, region);
        if (bucketName is not null && bucketName != CodeBucket.NameOf(access.Account, region))
        {
            // Somebody else's affair but for what is put into it.
            if (!await bucket.IsThereAsync(cancellation))
                throw new BadInputException($"there is no bucket `{bucketName}` in this account; without `--bucket` one is made");
        }
        else
        {
            undertaking.Tell("bucket " + region, $"the bucket `{bucket.Name}` may have been made; `killswitch deploy` uses it again");
            await bucket.MakeAsync(cancellation);
            undertaking.Tell("bucket " + region, null);
        }

        var stackName = home is null ? request.Stack : Core.Settings.GuardSetting.SensorStack(request.Stack);
        output.Say($"{stackName} in {region}: putting the release into {bucket.Name}");
        var code = await bucket.PutAsync(stackName, file, package, cancellation);
        var key = await bucket.PutAsync(
            stackName, home is null ? "guard.template.json" : "sensor.template.json",
            System.Text.Encoding.UTF8.GetBytes(template.Text), cancellation);
        return (bucket, choice.Values(new FilledIn(bucket.Name, code, request.Stack, home)), key);
    }

    private async Task RemoveAsync(List<string> regions, CancellationToken cancellation)
    {
        var removal = new StackRemoval(access, output, undertaking, request.Stack);
        foreach (var region in regions)
        {
            if (!(await removal.RemoveAsync(region, cancellation)).Any(left => left.Type == StackRemoval.StackType))
                Removed = [.. Removed, region];
        }
    }

    // What home wrote down; where that is gone or damaged, what its functions are told, and that it is to be written down again.
    private async Task<(Deployment Place, string? Repair)> PlaceAsync(StackInRegion home, CancellationToken cancellation)
    {
        var written = await access.DeployedAsync(request.Stack, cancellation);
        if (written.Place is { } place)
            return (place, null);
        var name = GuardSetting.Parameter(request.Stack);
        var told = await access.RecoveredAsync(home, cancellation);
        return told.Place is { } recovered
            ? (recovered, $"The parameter `{name}` {written.Fault}: it is written again, from what the guard's functions are told.")
            : throw new BadInputException(
                $"the parameter `{name}` {written.Fault}, and what it said {told.Fault}; nothing was changed. `aws ssm put-parameter "
                + $"--name {name} --type String --overwrite "
                + $"--region {access.Home} --value JSON` puts back what `aws ssm get-parameter-history "
                + $"--name {name} --region {access.Home}` shows, or what CloudTrail has of PutParameter; "
                + "`killswitch destroy` needs neither");
    }

    // Whoever deploys and is no operator cannot go on with the guard, and hears of it only then.
    private IEnumerable<string> LockedOut(Choice choice, StackFound? found)
    {
        if (choice.Effective(DeploymentOptions.Operators) is not { Length: > 0 } operators
            || operators == found?.Parameters.GetValueOrDefault(DeploymentOptions.Operators))
        {
            yield break;
        }

        var me = Caller.Parse(access.Caller).Principal is { Kind: PrincipalKind.Role or PrincipalKind.User, Name: var name } ? name : null;
        if (me is null || !operators.Split(',').Contains(me))
        {
            yield return $"You are {me ?? access.Caller}, and the operators will be {operators}: you will not be able to apply policies, "
                + $"stop, restore or approve.{(me is null ? "" : $" `-c operators={operators},{me}` has you among them.")}";
        }
    }

    private static async Task<StackFound?> SensorAsync(StackInRegion sensor, CancellationToken cancellation)
    {
        try
        {
            return await sensor.FindAsync(cancellation);
        }
        catch (Exception error) when (BedrockRegions.IsNotEnabled(error))
        {
            throw new StackFailedException(
                $"`{sensor.Region}` is not enabled in this account, and nothing was deployed: enable it, or name the regions without it, "
                + $"`-c {DeploymentOptions.Regions}=…`", isByAws: true);
        }
    }

    // A bucket that was chosen once is chosen still.
    private string? BucketOf(StackTemplate template, StackFound? found) => request.Bucket
        ?? template.Filled.Where(one => one.Value == FilledIn.CodeBucket)
            .Select(one => found?.Parameters.GetValueOrDefault(one.Key)).FirstOrDefault(name => name is { Length: > 0 });

    private IReadOnlyDictionary<string, string> Known(StackFound? found, Deployment? deployed)
    {
        if (found is null or { State: StackState.Planned } || deployed is null
            || request.Release.Home.Filled.Keys.Any(found.Parameters.ContainsKey))
        {
            return Choice.Nothing;
        }

        var known = TakenOver.Options(deployed);
        output.Warn(
            $"`{request.Stack}` was deployed by the CDK, which keeps no options in the stack: "
            + $"{string.Join(", ", known.Keys.Order())} stay as the guard knows them, and every other gets its default unless it is named "
            + "here");
        return known;
    }

    private string? Deployer(Choice choice)
    {
        if (!request.Release.Home.Parameters.ContainsKey(DeploymentOptions.Operators)
            || choice.Effective(DeploymentOptions.Operators) is { Length: > 0 })
        {
            return null;
        }

        if (Caller.Parse(access.Caller).Principal is { Kind: PrincipalKind.Role or PrincipalKind.User, Name: var name })
            return name;
        output.Warn("who works on the guard is not known, so everybody with the power to may write its table: name them with -c "
            + "operators=role/NAME,user/NAME");
        return null;
    }

    private async Task<IReadOnlyList<string>> RegionsAsync(
        Choice choice, IReadOnlyList<string> deployed, CancellationToken cancellation)
    {
        var named = DeploymentOptions.RegionsOf(choice.Effective(DeploymentOptions.Regions) ?? "");
        if (named is not [DeploymentOptions.All])
            return [.. named.Where(region => region != access.Home)];
        var (heard, silent) = await access.Bedrock.FindAsync(
            [.. BedrockRegions.Known(access.Partition).Where(region => region != access.Home)], cancellation);
        foreach (var (region, why) in silent)
            output.Warn($"not heard: {region}: {why}");
        // What hears a region is not taken away because the region did not answer.
        return [.. heard.Union(deployed).Where(region => region != access.Home).Order(StringComparer.Ordinal)];
    }
}
