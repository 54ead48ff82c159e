using System.Runtime.InteropServices;
using KillSwitch.Lambda;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

if (args is [DiagnoseFunction.Name])
{
    OutputLines.OfThisProcess().Write(DiagnoseFunction.Report());
    return LambdaLoop.Success;
}

var handler = Environment.GetEnvironmentVariable(FunctionTable.HandlerVariable);
var level = LogLevels.Parse(Environment.GetEnvironmentVariable(LogLevels.Variable));
var log = new JsonLog(OutputLines.OfThisProcess(), handler ?? "", level, TimeProvider.System);

using var shutdown = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    shutdown.Cancel();
});

if (Environment.GetEnvironmentVariable(RuntimeApi.AddressVariable) is not { Length: > 0 } address)
{
    log.Error("runs only where Lambda, or what plays it, gives " + RuntimeApi.AddressVariable);
    return LambdaLoop.Failed;
}

using var api = new RuntimeApi(address);
return await LambdaLoop.RunAsync(api, cancellation => FunctionTable.Shipped.CreateAsync(handler, log, cancellation), log, shutdown.Token);
