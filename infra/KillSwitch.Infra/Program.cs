using Amazon.CDK;
using KillSwitch.Infra;
using KillSwitch.Infra.Templates;

if (args is ["template", var what, var folder])
{
    ReleaseTemplates.Write(what, folder);
    return 0;
}

var app = new App();
try
{
    var deployer = await Deployer.FindAsync();
    var options = GuardOptions.Of(app, deployer);
    if (options.MeterConcurrency is { } reserved && await ReservedConcurrency.LimitAsync(deployer) is { } limit)
    {
        ReservedConcurrency.Check(reserved, limit);
        options = options with { ConcurrencyLimit = limit };
    }

    var home = new HomeStack(app, options);
    if (options.Regions.Count > 0)
        SensorStack.Add(app, options, await DeployedHome.FindAsync(options.StackName), home);
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync("killswitch: " + error.Message);
    return 1;
}

app.Synth();
return 0;
