using KillSwitch.Cli;
using KillSwitch.Cli.Terminals;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
