using KillSwitch.Core.Settings;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>An account without a guard, until the command line puts one into it.</summary>
public sealed class InstalledGuard() : PreparedGuard(Repository.CloudFormation)
{
    /// <summary>By a host that has the emulator find templates in a bucket.</summary>
    internal Uri ForTemplates => new($"http://localhost:{Server.Port}");

    /// <summary>Starts the functions as they were deployed; their records come from the group that the stories write.</summary>
    internal async Task TakeUpAsync()
    {
        // The emulator shows functions where it would run them, which takes Docker, and makes them without it.
        using var admin = new AccountAdmin(Server);
        await admin.UseDockerAsync(true);
        using var raw = new RawAccount(Server);
        var functions = (await raw.RestAsync("lambda", HttpMethod.Get, "/2015-03-31/functions")).GetProperty("Functions");
        var environment = new Dictionary<string, string>();
        foreach (var variable in functions.EnumerateArray()
            .SelectMany(function => function.GetProperty("Environment").GetProperty("Variables").EnumerateObject()))
        {
            environment[variable.Name] = variable.Value.GetString()!;
        }

        environment.Remove(GuardSetting.Dashboard);
        environment[GuardSetting.LogGroup] = Calls.Group;
        Tell(environment);
    }

    /// <summary>Before a stack goes: the emulator takes functions away without Docker.</summary>
    internal async Task LetGoAsync()
    {
        using var admin = new AccountAdmin(Server);
        await admin.UseDockerAsync(false);
    }

    private protected override async Task<Dictionary<string, string>> MakeAsync(TestAccount account, AccountAdmin iam)
    {
        await iam.UseDockerAsync(false);
        return [];
    }
}
