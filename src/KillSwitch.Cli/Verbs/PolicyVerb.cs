using System.CommandLine;
using KillSwitch.Cli.Resources;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>policy</c>: what can be done with a policy file.</summary>
internal static class PolicyVerb
{
    public static Command Create(Terminal terminal) =>
        new("policy",
            "Check a policy file, run the cases that are written beside it, put it in force, show what is in force, or print the "
                + "language's schema.")
    {
        PolicyCheckVerb.Create(terminal),
        PolicyTestVerb.Create(terminal),
        PolicyApplyVerb.Create(terminal),
        PolicyShowVerb.Create(terminal),
        Schema(terminal),
    };

    private static Command Schema(Terminal terminal)
    {
        var command = new Command("schema", """
            Print the JSON Schema of the policy language, for editors.

            Example:
              killswitch policy schema > killswitch.schema.json
              # then, as the first line of killswitch.yaml:
              # yaml-language-server: $schema=killswitch.schema.json
            """);
        command.SetAction(_ => terminal.StandardOutput.Write(Embedded.Read(Embedded.Schema)));
        return command;
    }
}
