using KillSwitch.Aws.Tests.EmulatedAccount;

[assembly: AssemblyFixture(typeof(MotoServer))]
