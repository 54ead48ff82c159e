using System.Diagnostics;
using KillSwitch.Account.Tests.Emulated;

namespace KillSwitch.Account.Tests.Gateways;

/// <summary>What is set wrong for a gateway is one sentence when it starts.</summary>
public sealed class GatewaySettingsTests
{
    private const string Url = "KILLSWITCH_GATEWAY_URL=http://127.0.0.1:1/";

    [Theory]
    [InlineData("KILLSWITCH_FAIL=open", "KILLSWITCH_GATEWAY_URL is not set: ")]
    [InlineData("KILLSWITCH_GATEWAY_URL=abc", "KILLSWITCH_GATEWAY_URL is `abc`, which is no address; ")]
    [InlineData(Url + " KILLSWITCH_FAIL=maybe", "KILLSWITCH_FAIL is `maybe`; allowed: open, closed")]
    [InlineData(Url + " KILLSWITCH_POLL_SECONDS=five", "KILLSWITCH_POLL_SECONDS is `five`; allowed is a number of seconds above zero")]
    [InlineData(Url + " KILLSWITCH_POLL_SECONDS=0", "KILLSWITCH_POLL_SECONDS is `0`; ")]
    [InlineData(Url + " KILLSWITCH_MAX_AGE=nan", "KILLSWITCH_MAX_AGE is `nan`; ")]
    [InlineData(Url + " KILLSWITCH_MAX_AGE=5", "KILLSWITCH_MAX_AGE is 5, and it is asked every 5 seconds: ")]
    [InlineData(Url, "127.0.0.1:99999 cannot be listened on: ", "99999")]
    public async Task A_wrong_one_is_named_and_the_exit_code_is_2(string settings, string says, string port = "0")
    {
        var start = new ProcessStartInfo(
            "python3", ["-B", Path.Combine(Repository.Root, "integrations", "killswitch_gateway.py"), "ext-authz", "--port", port])
        {
            RedirectStandardError = true,
        };
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        foreach (var setting in settings.Split(' '))
            start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var gateway = Process.Start(start)!;
        var said = await gateway.StandardError.ReadToEndAsync(late.Token);
        await gateway.WaitForExitAsync(late.Token);

        said.ShouldContain("killswitch_gateway: " + says);
        said.ShouldNotContain("Traceback");
        gateway.ExitCode.ShouldBe(2);
    }
}
