using Amazon.CDK;
using KillSwitch.Infra;

var app = new App();
try
{
    new HomeStack(app, GuardOptions.Of(app, await Deployer.FindAsync()));
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync("killswitch: " + error.Message);
    return 1;
}

app.Synth();
return 0;
