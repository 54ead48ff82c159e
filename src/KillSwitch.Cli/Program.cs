using KillSwitch.Cli;

return await CommandLine.RunAsync(args, Terminal.OfThisProcess());
