using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Terminal;

StandardStreams.Guard(); // before anything is opened
return await CommandTree.RunAsync(args, StandardStreams.Output, StandardStreams.Error);
