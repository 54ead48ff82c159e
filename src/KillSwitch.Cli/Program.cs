using KillSwitch.Cli;
using KillSwitch.Cli.Terminals;

using var interruption = Interruption.OfThisProcess();
return await CommandLine.RunAsync(args, Terminal.OfThisProcess(interruption));
