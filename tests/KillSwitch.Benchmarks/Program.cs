using BenchmarkDotNet.Running;
using KillSwitch.Benchmarks;

switch (args)
{
    case ["check", var file]:
        return RatioCheck.Run(file, writes: false);
    case ["write", var file]:
        return RatioCheck.Run(file, writes: true);
    case ["growth", var file]:
        Growth.Run(file);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
