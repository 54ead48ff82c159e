using KillSwitch.EmulatedAccount;

[assembly: AssemblyFixture(typeof(MotoServer))]
