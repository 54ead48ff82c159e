using System.CommandLine;
using KillSwitch.Cli.Deploying;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>deploy</c>: a guard and its sensors from a release, by this program alone.</summary>
internal static class DeployVerb
{
    public static Command Create(Terminal terminal)
    {
        var context = new Option<string[]>("--context", "-c")
        {
            Description = "An option of the deployment, as often as there are some; NAME= alone sets its default again. NAME is one of "
                + $"{string.Join(", ", DeploymentOptions.Names)}. [default: what the guard has]",
            HelpName = "NAME=VALUE",
        };
        var from = ReleaseOption();
        var bucket = new Option<string?>("--bucket")
        {
            Description = "A bucket of this account and region that the code is put into. [default: one that is made for it]",
            HelpName = "NAME",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var dry = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing of the guard." };
        var repair = new Option<bool>("--repair")
        {
            Description = "Also put back what somebody deleted or changed by hand; without it CloudFormation compares templates alone.",
        };
        var account = new AccountOptions(regionIs: "to deploy to, which is the guard's home");
        var command = new Command("deploy", """
            Deploy the guard into the account and region of your credentials, or update it, from a release and by this program alone. It shows what will change, permissions first, and asks. Options that are not named stay as they are.

            Examples:
              killswitch deploy -c email=you@example.com
              killswitch deploy -c regions=us-west-2,eu-central-1 --dry-run
              killswitch deploy --from ./release --yes
            """) { context, from, bucket, repair, yes, dry };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var isText = parsed.GetValue(CommonOptions.Output) != OutputFormat.Json;
            using var output = new DeployOutput(terminal, isText);
            var (isAgreed, isDryRun) = (parsed.GetValue(yes), parsed.GetValue(dry));
            if (!isAgreed && !isDryRun && !output.CanAsk)
            {
                output.Warn("nobody can be asked without a terminal, and nothing was deployed: `--yes` deploys without asking");
                return ExitCode.Refused;
            }

            using var release = await Release.ReadAsync(ReleaseFiles.Open(parsed.GetValue(from), cancellation));
            try
            {
                var options = DeploymentOptions.Parse(parsed.GetValue(context) ?? [], release.Home, release.Sensor);
                var request = new DeployRequest(release, options, Stack(options.StackName, account.Named(parsed)))
                {
                    Bucket = parsed.GetValue(bucket),
                    IsAgreed = isAgreed,
                    IsDryRun = isDryRun,
                    IsRepair = parsed.GetValue(repair),
                };
                await release.NameAsync(request.Stack);
                using var access = await DeployAccess.OpenAsync(account.SignIn(parsed), cancellation);
                var deployer = new GuardDeployer(access, output, VerbConfiguration.Of(parsed).Undertaking, request);
                var code = await deployer.RunAsync(cancellation);
                Write(terminal, isText, access, request, deployer);
                return code;
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                throw new BadInputException(error.Message);
            }
        });
        return command;
    }

    // Under the name that every other verb has for it as well.
    private static string Stack(string? chosen, string? named) =>
        chosen is not null && named is not null && chosen != named
            ? throw new ArgumentException(
                $"`--stack {named}` and `-c stackName={chosen}` name two stacks; allowed: one of them, or the same twice")
            : StackName.Checked(chosen ?? named ?? AccountOptions.StackHere());

    private static Option<string?> ReleaseOption() => new("--from")
    {
        Description = "The release: a folder with its files, or what their addresses begin with. [default: the one that came with this "
            + "program]",
        HelpName = "DIR|URL",
    };

    private static void Write(Terminal terminal, bool isText, DeployAccess access, DeployRequest request, GuardDeployer deployer)
    {
        if (!isText)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteString("account", access.Account);
                json.WriteString("version", request.Release.Version);
                json.WriteStartArray("removedSensors");
                foreach (var region in deployer.Removed)
                    json.WriteStringValue(region);
                json.WriteEndArray();
                json.WriteStartArray("stacks");
                foreach (var outcome in deployer.Outcomes)
                    PlanJson.Write(json, outcome);
                json.WriteEndArray();
            });
            return;
        }

        if (!request.IsRepair && deployer.Outcomes.Any(outcome => outcome.Word == StackOutcome.Unchanged))
        {
            terminal.Warn("killswitch: CloudFormation compared templates, and not what is there: `--repair` puts back what somebody "
                + "deleted or changed by hand");
        }

        foreach (var outcome in deployer.Outcomes)
        {
            if (outcome.Word == StackOutcome.Unchanged)
                terminal.Out.WriteText($"{outcome.Plan.Stack} in {outcome.Plan.Region}: nothing to change.");
            if (outcome.Word != StackOutcome.Deployed)
                continue;
            terminal.Out.WriteText($"{outcome.Plan.Stack} in {outcome.Plan.Region}: deployed, release {request.Release.Version}.");
            foreach (var (name, value) in outcome.Outputs)
                terminal.Out.WriteLines(Line.Entry(name, PlainText.Of(value), terminal.Out.Profile.Width, "  "));
        }

        if (deployer.Outcomes is [{ Word: StackOutcome.Deployed, Plan.IsNew: true } home, ..]
            && !home.Outputs.Any(output => output.Key == "NextStep"))
        {
            var where = GuardSetting.StackOption(request.Stack);
            terminal.Out.WriteText(
                $"Next: `killswitch doctor{where}`, then `killswitch init my.yaml --from-account{where}` and `killswitch policy apply "
                + $"my.yaml{where}`.");
        }
    }
}
