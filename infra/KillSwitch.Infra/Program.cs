using Amazon.CDK;
using KillSwitch.Infra;

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

    new HomeStack(app, options);
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync("killswitch: " + error.Message);
    return 1;
}

app.Synth();
return 0;
