using System.CommandLine;
using KillSwitch.Cli.Deploying;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>destroy</c>: takes a guard and its sensors out of the account again.</summary>
internal static class DestroyVerb
{
    public static Command Create(Terminal terminal)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var account = new AccountOptions();
        var command = new Command("destroy", """
            Remove the guard: the sensors first, then home. Every stop is lifted, and invocation logging is put back as it was. It asks first, and says what remains.

            Examples:
              killswitch destroy
              killswitch destroy --stack KillSwitch --yes
            """) { yes };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var isText = parsed.GetValue(CommonOptions.Output) != OutputFormat.Json;
            using var output = new DeployOutput(terminal, isText);
            if (!parsed.GetValue(yes) && !output.CanAsk)
            {
                output.Warn("nobody can be asked without a terminal, and nothing was removed: `--yes` removes it without asking");
                return ExitCode.Refused;
            }

            using var access = await DeployAccess.OpenAsync(account.SignIn(parsed), cancellation);
            var removal = new GuardRemoval(access, output, VerbConfiguration.Of(parsed).Undertaking, account.Stack(parsed));
            if (!await removal.RunAsync(parsed.GetValue(yes), cancellation))
                return ExitCode.Refused;
            Write(terminal, isText, access, removal);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Terminal terminal, bool isText, DeployAccess access, GuardRemoval removal)
    {
        if (!isText)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteString("account", access.Account);
                json.WriteStartArray("removed");
                foreach (var (stack, region) in removal.Removed)
                {
                    json.WriteStartObject();
                    json.WriteString("stack", stack);
                    json.WriteString("region", region);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("remains");
                foreach (var (region, type, name) in removal.Remains)
                {
                    json.WriteStartObject();
                    json.WriteString("region", region);
                    json.WriteString("type", type);
                    json.WriteString("name", name);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        foreach (var (stack, region) in removal.Removed)
            terminal.Out.WriteText($"{stack} in {region}: removed.");
        if (removal.Remains.Count == 0)
            return;
        terminal.Out.WriteText("What it held remains, and a later deployment starts with new ones:");
        foreach (var (region, type, name) in removal.Remains)
            terminal.Out.WriteLines(Line.Wrap(PlainText.Of($"{type} {name} ({region})"), terminal.Out.Profile.Width, first: "  "));
    }
}
